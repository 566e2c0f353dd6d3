#pragma once

#include <string>
#include <vector>

#include "server/base/result.h"

namespace parley {

// One word or phrase that a room translates by itself, or not at all.
struct GlossaryEntry {
    std::string source{}; // BCP 47; "": whatever the message is in
    std::string target{}; // BCP 47; "": every language
    std::string term{}; // UTF-8, whole words, in any case
    std::string translation{}; // ""; the term stays as it is

    friend bool operator==(const GlossaryEntry &, const GlossaryEntry &) = default;
};

// What a room's engines must not translate in their own way. Every engine is given a placeholder
// for a term and gets its translation put in, so it works with engines that know no glossaries.
struct Glossary {
    static constexpr std::size_t kMaxEntries = 500; // matched against each message
    static constexpr std::size_t kMaxTextBytes = 120; // of a term or translation: a few words

    std::vector<GlossaryEntry> entries{};

    static Result<Glossary> checked(Glossary glossary);

    friend bool operator==(const Glossary &, const Glossary &) = default;
};

} // namespace parley
