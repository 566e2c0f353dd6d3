#include "server/functions/text/word_matcher.h"

#include <algorithm>

#include "server/functions/text/letter_tables.h"

namespace parley::functions {
namespace {

struct State {
    std::uint32_t node = TermTrie::kRoot;
    bool hasLetter = false; // a real one, not only signs and digits
    bool isSpaced = false; // came across a space
    int idle = 0; // cells since a letter led on; at most WordMatcher::kMaxIdle

    bool isLike(const State &other) const
    {
        return node == other.node && hasLetter == other.hasLetter && isSpaced == other.isSpaced;
    }
};

// One walk from one place.
class Walk
{
public:
    Walk(std::span<const Cell> cells, const WordLayout &layout, const TermTrie &trie,
         std::span<const CompiledTerm> terms, WorkBudget &budget, std::vector<TermMatch> &matches) :
        m_cells(cells),
        m_layout(layout), m_trie(trie), m_terms(terms), m_budget(budget), m_matches(matches)
    {
    }

    void from(std::size_t begin);

private:
    void letter(std::size_t at);
    void read(const State &state, char32_t letter, std::size_t at);
    void separator(std::size_t at);
    void enter(const State &state);
    void linger(State state);
    void accept(const State &state, std::size_t at);
    void add(const TermMatch &match);

    std::span<const Cell> m_cells;
    const WordLayout &m_layout;
    const TermTrie &m_trie;
    std::span<const CompiledTerm> m_terms;
    WorkBudget &m_budget;
    std::vector<TermMatch> &m_matches;
    std::size_t m_begin = 0;
    std::vector<State> m_active;
    std::vector<State> m_next;
};

void Walk::from(std::size_t begin)
{
    m_begin = begin;
    m_active.assign(1, State{});
    const std::size_t end = std::min(m_cells.size(), begin + WordMatcher::kWindow);
    for (std::size_t at = begin; at < end && !m_active.empty(); ++at) {
        m_next.clear();
        if (m_cells[at].kind == CellKind::Separator)
            separator(at);
        else if (m_cells[at].kind != CellKind::Cjk && m_cells[at].kind != CellKind::LengthMark)
            letter(at);
        m_active.swap(m_next);
    }
}

void Walk::letter(std::size_t at)
{
    const Cell &cell = m_cells[at];
    for (const State &state : m_active) {
        State behind = state;
        behind.hasLetter = behind.hasLetter || cell.kind == CellKind::Letter;
        read(behind, cell.value, at);
        for (const char32_t letter : lettersOfSign(cell.value))
            read(behind, letter, at);
        if (cell.kind == CellKind::Sign && state.node != TermTrie::kRoot)
            linger(state); // or it is punctuation
    }
}

// A letter leads on, or repeats the one before: the text may repeat what the term has once.
void Walk::read(const State &state, char32_t letter, std::size_t at)
{
    if (!m_budget.spend())
        return;
    State behind = state;
    behind.node = m_trie.child(state.node, letter);
    behind.idle = 0;
    if (behind.node != TermTrie::kRoot) {
        enter(behind);
        accept(behind, at);
    }
    if (state.node != TermTrie::kRoot && m_trie.letter(state.node) == letter) {
        linger(state);
        accept(state, at);
    }
}

void Walk::separator(std::size_t at)
{
    for (const State &state : m_active) {
        if (state.node == TermTrie::kRoot || !m_budget.spend())
            continue;
        State behind = state;
        behind.node = m_trie.child(state.node, U' ');
        behind.idle = 0;
        if (behind.node != TermTrie::kRoot)
            enter(behind);
        if (!m_layout.mayCross(at))
            continue;
        State across = state;
        across.isSpaced = across.isSpaced || m_cells[at].hasSpace;
        linger(across);
    }
}

void Walk::enter(const State &state)
{
    const auto known = std::find_if(m_next.begin(), m_next.end(),
                                    [&state](const State &each) { return each.isLike(state); });
    if (known == m_next.end())
        m_next.push_back(state);
    else
        known->idle = std::min(known->idle, state.idle);
}

// Stays at its letter, but not for ever: else a text of nothing but signs keeps everything alive.
void Walk::linger(State state)
{
    if (++state.idle <= WordMatcher::kMaxIdle)
        enter(state);
}

void Walk::accept(const State &state, std::size_t at)
{
    for (const std::uint32_t index : m_trie.terms(state.node)) {
        const CompiledTerm &term = m_terms[index];
        if (!state.hasLetter || (!term.anyEnd && !m_layout.endsWord(at)))
            continue;
        if (state.isSpaced && term.length < WordMatcher::kMinSpacedLetters)
            continue;
        const std::size_t begin = term.anyStart ? m_layout.wordBegin(m_begin) : m_begin;
        add({index, begin, term.anyEnd ? m_layout.wordEnd(at) : at});
    }
}

void Walk::add(const TermMatch &match)
{
    if (!m_matches.empty()) {
        const TermMatch &last = m_matches.back();
        if (last.term == match.term && last.begin == match.begin && last.end == match.end)
            return;
    }
    m_matches.push_back(match);
}

} // namespace

void WordMatcher::insert(std::u32string_view letters, std::uint32_t index, const CompiledTerm &term)
{
    (term.anyStart ? m_anywhere : m_wholeWords).insert(letters, index);
}

void WordMatcher::match(std::span<const Cell> cells, const WordLayout &layout,
                        std::span<const CompiledTerm> terms, WorkBudget &budget,
                        std::vector<TermMatch> &matches) const
{
    Walk words(cells, layout, m_wholeWords, terms, budget, matches);
    Walk anywhere(cells, layout, m_anywhere, terms, budget, matches);
    for (std::size_t i = 0; i < cells.size() && !budget.isSpent(); ++i) {
        const CellKind kind = cells[i].kind;
        if (kind != CellKind::Letter && kind != CellKind::Digit && kind != CellKind::Sign)
            continue;
        if (layout.beginsWord(i))
            words.from(i);
        if (!m_anywhere.isEmpty())
            anywhere.from(i);
    }
}

} // namespace parley::functions
