#include "server/functions/text/cjk_matcher.h"

#include <algorithm>

namespace parley::functions {
namespace {

bool isInPiece(const Cell &cell)
{
    return cell.kind == CellKind::Cjk || cell.kind == CellKind::LengthMark;
}

bool beginsPiece(std::span<const Cell> cells, std::size_t i)
{
    return i == 0 || !isInPiece(cells[i - 1]);
}

bool endsPiece(std::span<const Cell> cells, std::size_t i)
{
    return i + 1 == cells.size() || !isInPiece(cells[i + 1]);
}

} // namespace

void CjkMatcher::insert(std::u32string_view letters, std::uint32_t index)
{
    m_trie.insert(letters, index);
}

void CjkMatcher::match(std::span<const Cell> cells, std::span<const CompiledTerm> terms,
                       const std::function<bool(std::uint32_t)> &isWordBreak, WorkBudget &budget,
                       std::vector<TermMatch> &matches) const
{
    const auto accepts
        = [&](const CompiledTerm &term, std::size_t begin, std::size_t end, bool isJoined) {
              if (isJoined)
                  return beginsPiece(cells, begin) && endsPiece(cells, end);
              return (term.anyStart || beginsPiece(cells, begin) || isWordBreak(cells[begin].begin))
                  && (term.anyEnd || endsPiece(cells, end) || isWordBreak(cells[end].end));
          };
    for (std::size_t begin = 0; begin < cells.size() && !m_trie.isEmpty(); ++begin) {
        if (cells[begin].kind != CellKind::Cjk)
            continue;
        std::uint32_t node = TermTrie::kRoot;
        bool isJoined = false;
        const std::size_t last = std::min(cells.size(), begin + kWindow);
        for (std::size_t at = begin; at < last && budget.spend(); ++at) {
            if (cells[at].kind == CellKind::LengthMark)
                continue;
            if (cells[at].kind == CellKind::Separator) {
                isJoined = true;
                continue;
            }
            node = cells[at].kind == CellKind::Cjk ? m_trie.child(node, cells[at].value)
                                                   : TermTrie::kRoot;
            if (node == TermTrie::kRoot)
                break;
            for (const std::uint32_t index : m_trie.terms(node)) {
                if (accepts(terms[index], begin, at, isJoined))
                    matches.push_back({index, begin, at});
            }
        }
    }
}

} // namespace parley::functions
