#pragma once

#include <cstddef>
#include <span>

namespace parley::functions {

// What one character folds to: nothing for an accent or an invisible one, else up to a few.
struct FoldedCharacter {
    static constexpr std::size_t kMaxLength
        = 18; // the longest is U+FDFA, a phrase in one character

    char32_t values[kMaxLength] = {};
    std::size_t length = 0;

    std::span<const char32_t> all() const { return {values, length}; }
};

//! NFKC_Casefold, then NFD without the marks that do not tell words apart, then hiragana for
//! katakana, then plain letters. Voicing marks of kana stay, as U+3099 and U+309A.
FoldedCharacter foldCharacter(char32_t character);

//! A kana and its voicing mark as one character; 0 when they do not combine.
char32_t composedKana(char32_t kana, char32_t mark);

} // namespace parley::functions
