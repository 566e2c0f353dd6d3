#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "server/functions/text/folded_text.h"
#include "server/functions/text/term_match.h"
#include "server/functions/text/term_trie.h"

namespace parley::functions {

// Finds kana and Han terms, which have no spaces around them. A match counts when it begins and
// ends where the language's word breaks fall ("takusou" holds no "kuso"); "*" lifts that on a side.
// Length marks are passed over. A match across other separators counts only when it takes up whole
// pieces between them: "ku.so" is one, "ku. soshite" is none. Thread: any, once built.
// Source: facts on moderation, rule 7.
class CjkMatcher final
{
public:
    static constexpr std::size_t kWindow = 32; // cells that a term may stretch over

    void insert(std::u32string_view letters, std::uint32_t index);

    //! \param isWordBreak whether a word begins at a byte of the source; asked only for candidates
    void match(std::span<const Cell> cells, std::span<const CompiledTerm> terms,
               const std::function<bool(std::uint32_t)> &isWordBreak, WorkBudget &budget,
               std::vector<TermMatch> &matches) const;

private:
    TermTrie m_trie;
};

} // namespace parley::functions
