#include "server/functions/text/word_layout.h"

namespace parley::functions {
namespace {

bool isWordCell(const Cell &cell)
{
    return cell.kind == CellKind::Letter || cell.kind == CellKind::Digit;
}

bool isGlue(const Cell &cell)
{
    return cell.kind == CellKind::Sign && (cell.value == U'@' || cell.value == U'$');
}

// The number of different letters in a row, up to 2: "ggg" is one letter.
int lettersBetween(std::span<const Cell> cells)
{
    int letters = 0;
    for (std::size_t i = 0; i < cells.size() && letters < 2; ++i) {
        const bool isLetter = cells[i].kind != CellKind::Separator;
        if (isLetter && (i == 0 || cells[i - 1].value != cells[i].value))
            ++letters;
    }
    return letters;
}

} // namespace

WordLayout::WordLayout(std::span<const Cell> cells) : m_places(cells.size())
{
    markGlue(cells);
    markWords(cells);
    markCrossings(cells);
}

void WordLayout::markGlue(std::span<const Cell> cells)
{
    for (std::size_t i = 1; i < cells.size(); ++i) {
        m_places[i].isGluedBefore
            = isWordCell(cells[i - 1]) || (isGlue(cells[i - 1]) && m_places[i - 1].isGluedBefore);
    }
    for (std::size_t i = cells.size(); i-- > 1;) {
        const bool passes = isGlue(cells[i]) || cells[i].kind == CellKind::Digit;
        m_places[i - 1].isGluedBehind
            = cells[i].kind == CellKind::Letter || (passes && m_places[i].isGluedBehind);
    }
}

void WordLayout::markWords(std::span<const Cell> cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool goesOn = i > 0 && isWordCell(cells[i]) && isWordCell(cells[i - 1]);
        m_places[i].begin = goesOn ? m_places[i - 1].begin : i;
    }
    for (std::size_t i = cells.size(); i-- > 0;) {
        const bool goesOn
            = i + 1 < cells.size() && isWordCell(cells[i]) && isWordCell(cells[i + 1]);
        m_places[i].end = goesOn ? m_places[i + 1].end : i;
    }
}

void WordLayout::markCrossings(std::span<const Cell> cells)
{
    // Pieces between separators, and chunks between spaces; each is looked at once.
    std::vector<std::size_t> separators;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].kind == CellKind::Separator)
            separators.push_back(i);
    }
    std::size_t from = 0;
    int before = 0;
    for (std::size_t k = 0; k < separators.size(); ++k) {
        const std::size_t at = separators[k];
        const std::size_t until = k + 1 < separators.size() ? separators[k + 1] : cells.size();
        before = lettersBetween(cells.subspan(from, at - from));
        const int behind = lettersBetween(cells.subspan(at + 1, until - at - 1));
        const bool isStrict = cells[at].hasSpace || cells[at].isApostrophe;
        m_places[at].mayCross = !isStrict || (before == 1 && behind == 1);
        from = at + 1;
    }
}

} // namespace parley::functions
