#pragma once

#include <cstddef>
#include <string_view>

namespace parley {

// JSON string contents (RFC 8259, section 7), without the quotes. Input is valid UTF-8. Escaped are
// only the quote, the backslash and the controls below U+0020; clean runs are passed word by
// word.

//! Bytes before the first that must be escaped.
std::size_t plainLength(std::string_view text);
std::size_t escapedJsonSize(std::string_view text); // bytes that writeEscapedJson() will write
char *writeEscapedJson(char *out, std::string_view text); // returns the end

} // namespace parley
