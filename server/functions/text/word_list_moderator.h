#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/functions/text/cjk_matcher.h"
#include "server/functions/text/moderator.h"
#include "server/functions/text/text_breaks.h"
#include "server/functions/text/word_list.h"
#include "server/functions/text/word_matcher.h"

namespace parley::functions {

// Moderation by word lists, one for each language. Every text is looked at with the lists of all
// the languages it is given. Allowed terms win over listed ones; the policy says what a category
// asks for, and has no lists of its own here (see ModeratorPool). What stands in a URL or in code
// is reported but neither masked nor acted upon. Work is bounded: by length, and by counted steps.
// Thread: functions (ICU's iterators keep a state). Free of Qt.
class WordListModerator final : public Moderator
{
public:
    //! Longer texts are not judged. A chat message is a few lines; work grows with length.
    static constexpr std::size_t kMaxTextBytes = 4096;
    //! Steps that one judgement may take; the worst texts of 4 kB that tests know stay far below.
    static constexpr std::size_t kMaxSteps = 1'000'000;
    //! Findings that are reported; all are masked.
    static constexpr std::size_t kMaxFindings = 64;

    //! Fails when a term mixes kana or Han with other letters, or folds to nothing.
    static Result<std::unique_ptr<WordListModerator>> make(const std::vector<WordList> &lists);

    Result<ModerationVerdict> judge(std::string_view text,
                                    const ModerationScope &scope) const override;

    std::vector<std::string> languages() const; // that have a list

private:
    WordListModerator() = default;

    Result<void> insert(const WordTerm &term, std::size_t list);
    std::vector<TermMatch> matchesIn(std::string_view text, const FoldedText &folded,
                                     std::span<const std::string> languages,
                                     WorkBudget &budget) const;
    void addFindings(std::string_view text, const FoldedText &folded,
                     const std::vector<TermMatch> &matches, const ModerationPolicy &policy,
                     ModerationVerdict &verdict) const;

    std::vector<WordList> m_lists; // without their terms
    std::vector<CompiledTerm> m_terms;
    WordMatcher m_words;
    CjkMatcher m_cjk;
    TextBreaks m_breaks;
};

} // namespace parley::functions
