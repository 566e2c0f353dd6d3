#include "server/functions/text/folded_text.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "server/functions/text/character_folding.h"
#include "server/functions/text/letter_tables.h"
#include "server/functions/text/utf8_reader.h"

namespace parley::functions {
namespace {

bool isVoicing(char32_t c)
{
    return c == 0x3099 || c == 0x309a;
}

bool isOverride(char32_t c)
{
    return c == 0x202d || c == 0x202e;
}

bool isCjk(char32_t c)
{
    if (c < 0x2e80)
        return false;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(UChar32(c), &status);
    return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_HAN;
}

bool isCombining(char32_t c)
{
    const int type = u_charType(UChar32(c));
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK
        || type == U_ENCLOSING_MARK;
}

CellKind kindOf(char32_t c)
{
    if (c >= 'a' && c <= 'z')
        return CellKind::Letter;
    if (c >= '0' && c <= '9')
        return CellKind::Digit;
    if (c == 0x30fc)
        return CellKind::LengthMark;
    if (isCjk(c))
        return CellKind::Cjk;
    if (!lettersOfSign(c).empty())
        return CellKind::Sign;
    if (c >= 0x80 && (u_isalpha(UChar32(c)) || isCombining(c)))
        return CellKind::Letter;
    return u_isdigit(UChar32(c)) ? CellKind::Digit : CellKind::Separator;
}

bool isApostrophe(char32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02bc;
}

// Builds the cells one folded character at a time.
class Folding
{
public:
    explicit Folding(FoldedText &text) : m_text(text) {}

    void add(char32_t value, std::uint32_t begin, std::uint32_t end);
    void drop(bool isMark, std::uint32_t begin, std::uint32_t end);

private:
    void addSeparator(char32_t value, std::uint32_t begin, std::uint32_t end);
    bool joinsRun(CellKind kind, char32_t value) const;

    FoldedText &m_text;
    int m_marks = 0; // since the last letter
};

void Folding::add(char32_t value, std::uint32_t begin, std::uint32_t end)
{
    auto &cells = m_text.cells;
    m_marks = 0;
    if (isVoicing(value) && !cells.empty() && cells.back().kind == CellKind::Cjk) {
        if (const char32_t kana = composedKana(cells.back().value, value)) {
            cells.back().value = kana;
            cells.back().end = end;
            return;
        }
    }
    const CellKind kind = kindOf(value);
    if (kind == CellKind::Separator) {
        addSeparator(value, begin, end);
        return;
    }
    if (joinsRun(kind, value)) {
        cells.back().end = end;
        return;
    }
    cells.push_back(Cell{kind, value, begin, end, false, false});
}

// An invisible character or an accent belongs to what it follows.
void Folding::drop(bool isMark, std::uint32_t begin, std::uint32_t end)
{
    if (isMark && ++m_marks == FoldedText::kMaxMarks + 1)
        m_text.zalgo.push_back(begin);
    if (!m_text.cells.empty())
        m_text.cells.back().end = end;
}

void Folding::addSeparator(char32_t value, std::uint32_t begin, std::uint32_t end)
{
    auto &cells = m_text.cells;
    const bool isSpace = u_isUWhiteSpace(UChar32(value)) != 0;
    if (!cells.empty() && cells.back().kind == CellKind::Separator) {
        cells.back().end = end;
        cells.back().hasSpace = cells.back().hasSpace || isSpace;
        cells.back().isApostrophe = false;
        return;
    }
    cells.push_back(Cell{CellKind::Separator, 0, begin, end, isSpace, isApostrophe(value)});
}

bool Folding::joinsRun(CellKind kind, char32_t value) const
{
    const auto &cells = m_text.cells;
    if (kind == CellKind::Cjk || cells.size() < std::size_t(FoldedText::kMaxRun))
        return false;
    for (int back = 1; back <= FoldedText::kMaxRun; ++back) {
        const Cell &cell = cells[cells.size() - std::size_t(back)];
        if (cell.kind != kind || cell.value != value)
            return false;
    }
    return true;
}

} // namespace

FoldedText FoldedText::fold(std::string_view utf8)
{
    FoldedText text;
    text.cells.reserve(utf8.size());
    Folding folding(text);
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint c = codePointAt(utf8, at);
        const auto begin = std::uint32_t(at);
        const auto end = std::uint32_t(c.end);
        at = c.end;
        if (isOverride(c.value))
            text.overrides.push_back(begin);
        const FoldedCharacter folded = foldCharacter(c.value);
        if (folded.length == 0)
            folding.drop(c.value >= 0x300 && isCombining(c.value), begin, end);
        for (const char32_t value : folded.all())
            folding.add(value, begin, end);
    }
    return text;
}

} // namespace parley::functions
