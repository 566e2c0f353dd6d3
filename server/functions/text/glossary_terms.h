#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/functions/text/moderator.h"
#include "server/types/glossary.h"

namespace parley::functions {

// What one text's translation does with a word of the room's glossary.
struct GlossaryTerm {
    std::string term{}; // as the glossary has it
    std::string translation{}; // ""; the word stays as the text has it

    friend bool operator==(const GlossaryTerm &, const GlossaryTerm &) = default;
};

struct GlossaryHit {
    ByteSpan span{};
    std::size_t term = 0; // index
};

//! The glossary's terms for a pair of languages. Of two entries for a term the more specific wins.
std::vector<GlossaryTerm> glossaryTerms(const Glossary &glossary, std::string_view source,
                                        std::string_view target);

//! Where the terms stand in a text: whole words in any case, the longest first, in order and never
//! overlapping. Kana and Han have no spaces between words, so there a term stands anywhere.
//! At most (bytes of the text) x (terms that begin with the same letter) comparisons.
std::vector<GlossaryHit> findGlossaryTerms(std::string_view text,
                                           const std::vector<GlossaryTerm> &terms);

} // namespace parley::functions
