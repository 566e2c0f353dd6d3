#include "server/functions/text/term_trie.h"

namespace parley::functions {

void TermTrie::insert(std::u32string_view letters, std::uint32_t term)
{
    std::uint32_t node = kRoot;
    for (const char32_t letter : letters) {
        const auto [edge, isNew]
            = m_children.try_emplace(keyOf(node, letter), std::uint32_t(m_nodes.size()));
        if (isNew)
            m_nodes.push_back(Node{letter, {}});
        node = edge->second;
    }
    m_nodes[node].terms.push_back(term);
}

std::uint32_t TermTrie::child(std::uint32_t node, char32_t letter) const
{
    const auto found = m_children.find(keyOf(node, letter));
    return found == m_children.end() ? kRoot : found->second;
}

} // namespace parley::functions
