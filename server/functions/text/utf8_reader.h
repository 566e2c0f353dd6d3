#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley::functions {

struct CodePoint {
    char32_t value = 0;
    std::size_t end = 0; // offset of the byte behind it
};

//! The code point at byte \p at, which must be inside the text. A byte that begins no valid
//! sequence (overlong, surrogate, cut off) is U+FFFD and one byte long. Free of state.
CodePoint codePointAt(std::string_view utf8, std::size_t at);

//! The code point that ends at byte \p at; U+0020 at the beginning.
char32_t codePointBefore(std::string_view utf8, std::size_t at);

void appendUtf8(std::string &utf8, char32_t codePoint); // a valid code point

} // namespace parley::functions
