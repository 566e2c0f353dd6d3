#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace parley::functions {

enum class CellKind : std::uint8_t {
    Letter, // of a script that puts spaces between words
    Digit,
    Sign, // punctuation that may stand for a letter: @ $ ! ...
    Cjk, // kana or Han
    LengthMark, // between kana
    Separator, // a run of spaces and other punctuation
};

// One unit of folded text and where it came from.
struct Cell {
    CellKind kind = CellKind::Separator;
    char32_t value = 0; // folded, as plain letters; 0 for a separator
    std::uint32_t begin = 0; // bytes in the source
    std::uint32_t end = 0;
    bool hasSpace = false; // Separator: white space among it
    bool isApostrophe = false; // Separator: nothing but one apostrophe
};

// A text made comparable: case, width, accents, invisible characters and look-alikes are folded
// away, kana become hiragana, runs of one letter are cut to kMaxRun. Every cell knows its source
// bytes. Linear in the text. Free of state. Thread: any.
// Source: facts on moderation, rule 1 (NFKC_Casefold, then NFD without U+0300-036F and Arabic
// vowel signs; kana voicing kept; Hangul kept composed).
struct FoldedText {
    //! Equal letters in a row that are kept. A term may have as many; "tooooot" is still "toot".
    static constexpr int kMaxRun = 3;
    //! Accents on one letter that are taken for writing; more are zalgo and flagged.
    static constexpr int kMaxMarks = 8;

    std::vector<Cell> cells{};
    std::vector<std::uint32_t> overrides{}; // byte offsets of bidirectional override characters
    std::vector<std::uint32_t> zalgo{}; // byte offsets where too many marks begin

    static FoldedText fold(std::string_view utf8);
};

} // namespace parley::functions
