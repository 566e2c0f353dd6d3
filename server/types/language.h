#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace parley {

// A language that rooms know.
struct Language {
    std::string_view code; // BCP 47, such as "ja"
    std::string_view word; // for topic names: "japanese"
    std::string_view englishName; // "Japanese"
    std::string_view nativeName; // UTF-8, "日本語"
};

std::span<const Language> languages(); // sorted by code
std::optional<Language> languageByCode(std::string_view code);
std::optional<Language> languageByWord(std::string_view word);
bool isLanguageOrAny(std::string_view code); // "" stands for any

} // namespace parley
