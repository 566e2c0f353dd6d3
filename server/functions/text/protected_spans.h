#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/functions/text/moderator.h"

namespace parley::functions {

// Parts of a message that no engine may change.
enum class SpanKind : std::uint8_t {
    Url, // https://..., www....
    Code, // `between back ticks`
    Mention, // @name
    Hashtag, // #word
    ShortCode, // :smile:
    Emoji, // a cluster, with its joiners and skin tones
    Term, // a word of the room's glossary
    Symbols, // runs of * # ~, which engines take for marks of their own
};

struct ProtectedSpan {
    SpanKind kind = SpanKind::Url;
    ByteSpan span{};
};

//! The protected parts, in order, never overlapping. Linear in the text. Free of state. Thread:
//! any.
std::vector<ProtectedSpan> findProtectedSpans(std::string_view utf8);

//! The text with a space for each protected part: what is left for people's words.
std::string withoutProtectedSpans(std::string_view utf8);

} // namespace parley::functions
