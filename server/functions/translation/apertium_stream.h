#pragma once

#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/functions/text/protected_text.h"

namespace parley::functions {

// How placeholders travel: words that are no words read best, because the grammar sees a noun;
// blocks in brackets are invisible to it and survive where such a word is taken apart.
enum class PlaceholderForm { TokensAndBlocks, BlocksOnly };

//! The text as Apertium's stages read it: NUL taken out, their reserved characters escaped,
//! placeholders as tokens or as numbered blocks "[P3]". Source: facts on Apertium, 2.4 and 2.6.
std::string toApertium(const ProtectedText &text, PlaceholderForm form);

struct FromApertium {
    std::string text{}; // unescaped, marks taken off, placeholders back in place
    std::size_t unknownWords = 0; // marked by the stages; placeholders do not count
};

//! \return an Error when a placeholder is missing, came twice, or was never sent.
Result<FromApertium> fromApertium(std::string_view reply, const ProtectedText &text);

std::string escapedForApertium(std::string_view text);

} // namespace parley::functions
