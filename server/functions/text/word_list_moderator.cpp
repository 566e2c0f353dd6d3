#include "server/functions/text/word_list_moderator.h"

#include <algorithm>
#include <optional>

#include "server/functions/text/masking.h"
#include "server/functions/text/protected_spans.h"

namespace parley::functions {
namespace {

enum class TermScript { Words, Cjk, Mixed };

// The letters of a term as the tree holds them.
std::u32string lettersOf(const FoldedText &folded)
{
    std::u32string letters;
    for (const Cell &cell : folded.cells) {
        if (cell.kind == CellKind::LengthMark)
            continue;
        if (cell.kind != CellKind::Separator)
            letters += cell.value;
        else if (cell.hasSpace)
            letters += U' ';
    }
    return letters;
}

TermScript scriptOf(const FoldedText &folded)
{
    std::size_t cjk = 0;
    std::size_t others = 0;
    for (const Cell &cell : folded.cells) {
        const bool isCjk = cell.kind == CellKind::Cjk || cell.kind == CellKind::LengthMark;
        cjk += isCjk ? 1 : 0;
        others += isCjk ? 0 : 1;
    }
    if (cjk > 0 && others > 0)
        return TermScript::Mixed;
    return cjk > 0 ? TermScript::Cjk : TermScript::Words;
}

bool isInside(const TermMatch &match, const TermMatch &around)
{
    return match.begin >= around.begin && match.end <= around.end;
}

// Addresses and code break when they are masked.
std::vector<ByteSpan> untouchableSpans(std::string_view text)
{
    std::vector<ByteSpan> spans;
    for (const ProtectedSpan &each : findProtectedSpans(text)) {
        if (each.kind == SpanKind::Url || each.kind == SpanKind::Code)
            spans.push_back(each.span);
    }
    return spans;
}

bool overlaps(const std::vector<ByteSpan> &spans, ByteSpan span)
{
    return std::any_of(spans.begin(), spans.end(), [span](const ByteSpan &each) {
        return span.begin < each.end && each.begin < span.end;
    });
}

void addFlags(const FoldedText &folded, ModerationVerdict &verdict)
{
    if (!folded.overrides.empty()) {
        const std::size_t at = folded.overrides.front();
        verdict.findings.push_back(
            {"text/bidi-override", "text", 0, ModerationAction::Allow, {at, at + 3}});
    }
    if (!folded.zalgo.empty()) {
        const std::size_t at = folded.zalgo.front();
        verdict.findings.push_back(
            {"text/zalgo", "text", 0, ModerationAction::Allow, {at, at + 2}});
    }
}

} // namespace

Result<std::unique_ptr<WordListModerator>>
WordListModerator::make(const std::vector<WordList> &lists)
{
    std::unique_ptr<WordListModerator> moderator(new WordListModerator);
    for (const WordList &list : lists) {
        moderator->m_lists.push_back({list.language, list.categories, {}});
        for (const WordTerm &term : list.terms) {
            if (const auto inserted = moderator->insert(term, moderator->m_lists.size() - 1);
                !inserted)
                return inserted.error();
        }
    }
    return moderator;
}

Result<void> WordListModerator::insert(const WordTerm &term, std::size_t list)
{
    const FoldedText folded = FoldedText::fold(term.text);
    const std::u32string letters = lettersOf(folded);
    const TermScript script = scriptOf(folded);
    if (letters.empty() || script == TermScript::Mixed)
        return Error{ErrorCode::InvalidArgument,
                     "word list " + m_lists[list].language + ": \"" + term.text
                         + "\" has no letters or mixes scripts"};
    const auto index = std::uint32_t(m_terms.size());
    m_terms.push_back({std::uint32_t(list), std::uint32_t(term.category),
                       std::uint32_t(letters.size()), term.anyStart, term.anyEnd, term.isAllowed});
    if (script == TermScript::Cjk)
        m_cjk.insert(letters, index);
    else
        m_words.insert(letters, index, m_terms.back());
    return {};
}

std::vector<std::string> WordListModerator::languages() const
{
    std::vector<std::string> codes;
    for (const WordList &list : m_lists)
        codes.push_back(list.language);
    return codes;
}

Result<ModerationVerdict> WordListModerator::judge(std::string_view text,
                                                   const ModerationScope &scope) const
{
    if (text.size() > kMaxTextBytes)
        return Error{ErrorCode::PayloadTooLarge, "longer than 4096 bytes"};
    const FoldedText folded = FoldedText::fold(text);
    WorkBudget budget(kMaxSteps);
    const std::vector<TermMatch> matches = matchesIn(text, folded, scope.languages, budget);
    if (budget.isSpent())
        return Error{ErrorCode::LimitExceeded, "more work than a message may take"};
    ModerationVerdict verdict;
    verdict.steps = folded.cells.size() + budget.steps();
    verdict.text = text;
    addFlags(folded, verdict);
    if (!matches.empty())
        addFindings(text, folded, matches, scope.policy, verdict);
    for (const ModerationFinding &finding : verdict.findings)
        verdict.action = std::max(verdict.action, finding.action);
    return verdict;
}

// All matches of the languages' lists that no allowed term covers.
std::vector<TermMatch> WordListModerator::matchesIn(std::string_view text, const FoldedText &folded,
                                                    std::span<const std::string> languages,
                                                    WorkBudget &budget) const
{
    std::vector<TermMatch> found;
    m_words.match(folded.cells, WordLayout(folded.cells), m_terms, budget, found);
    std::optional<std::vector<bool>> breaks; // asked for rarely, so made late
    const auto isWordBreak = [&](std::uint32_t at) {
        if (!breaks)
            breaks = m_breaks.words(text);
        return bool((*breaks)[at]);
    };
    m_cjk.match(folded.cells, m_terms, isWordBreak, budget, found);
    std::vector<TermMatch> allowed;
    std::vector<TermMatch> listed;
    for (const TermMatch &match : found) {
        const std::string &language = m_lists[m_terms[match.term].list].language;
        if (std::find(languages.begin(), languages.end(), language) == languages.end())
            continue;
        (m_terms[match.term].isAllowed ? allowed : listed).push_back(match);
    }
    std::erase_if(listed, [&](const TermMatch &match) {
        return std::any_of(allowed.begin(), allowed.end(), [&](const TermMatch &each) {
            return budget.spend() && isInside(match, each);
        });
    });
    std::sort(listed.begin(), listed.end(),
              [](const TermMatch &a, const TermMatch &b) { return a.begin < b.begin; });
    return listed;
}

void WordListModerator::addFindings(std::string_view text, const FoldedText &folded,
                                    const std::vector<TermMatch> &matches,
                                    const ModerationPolicy &policy,
                                    ModerationVerdict &verdict) const
{
    const std::vector<bool> graphemes = m_breaks.graphemes(text);
    const std::vector<ByteSpan> untouchable = untouchableSpans(text);
    std::vector<ByteSpan> spans;
    for (const TermMatch &match : matches) {
        const CompiledTerm &term = m_terms[match.term];
        const std::string &language = m_lists[term.list].language;
        const WordCategory &category = m_lists[term.list].categories[term.category];
        ModerationAction action = policy.actionFor(language, category.name, category.action);
        if (action == ModerationAction::Allow)
            continue;
        const ByteSpan span = wholeGraphemes(
            {folded.cells[match.begin].begin, folded.cells[match.end].end}, graphemes);
        if (overlaps(untouchable, span))
            action = ModerationAction::Allow; // reported, and no more
        if (action > ModerationAction::Flag)
            spans.push_back(span);
        verdict.action = std::max(verdict.action, action);
        if (verdict.findings.size() < kMaxFindings)
            verdict.findings.push_back(
                {language + '/' + category.name, category.name, category.severity, action, span});
    }
    MaskedText masked = mask(text, std::move(spans), graphemes);
    verdict.text = std::move(masked.text);
    verdict.masked = std::move(masked.masked);
}

} // namespace parley::functions
