#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "server/functions/text/folded_text.h"
#include "server/functions/text/term_match.h"
#include "server/functions/text/term_trie.h"
#include "server/functions/text/word_layout.h"

namespace parley::functions {

// Finds terms of scripts that write spaces, however their letters are dressed up: signs for letters
// (in words that hold a letter), letters repeated, punctuation between them, spaces between single
// letters. The states of a small automaton walk the tree of terms from each place where a word may
// begin, at most kWindow cells far. Thread: any, once built.
// Source: facts on moderation, rules 2-6 and 9.
class WordMatcher final
{
public:
    static constexpr std::size_t kWindow = 64; // cells: 32 letters with a separator behind each
    //! Cells between two letters of a term: two repeats, a sign, a separator, and one to spare.
    static constexpr int kMaxIdle = 5;
    static constexpr std::size_t kMinSpacedLetters = 3; // "a s" is too little for a term

    void insert(std::u32string_view letters, std::uint32_t index, const CompiledTerm &term);

    //! \param terms all terms by index. Appends to \p matches until \p budget is spent.
    void match(std::span<const Cell> cells, const WordLayout &layout,
               std::span<const CompiledTerm> terms, WorkBudget &budget,
               std::vector<TermMatch> &matches) const;

private:
    TermTrie m_wholeWords; // terms that begin where a word begins
    TermTrie m_anywhere; // "*word"
};

} // namespace parley::functions
