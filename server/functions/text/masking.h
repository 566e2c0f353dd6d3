#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/functions/text/moderator.h"

namespace parley::functions {

//! The span widened to whole graphemes, so that no accent or joiner is left over.
//! \param begins from TextBreaks::graphemes
ByteSpan wholeGraphemes(ByteSpan span, const std::vector<bool> &begins);

struct MaskedText {
    std::string text{};
    std::vector<ByteSpan> masked{}; // where the stars are
};

//! One '*' for each grapheme in \p spans (in any order, may overlap). Line breaks stay.
MaskedText mask(std::string_view text, std::vector<ByteSpan> spans,
                const std::vector<bool> &begins);

} // namespace parley::functions
