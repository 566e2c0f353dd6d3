#include "server/types/language.h"

#include <algorithm>

namespace parley {
namespace {

constexpr Language kLanguages[] = {
    {"ar", "arabic", "Arabic", "العربية"},
    {"ca", "catalan", "Catalan", "Català"},
    {"de", "german", "German", "Deutsch"},
    {"en", "english", "English", "English"},
    {"es", "spanish", "Spanish", "Español"},
    {"fr", "french", "French", "Français"},
    {"he", "hebrew", "Hebrew", "עברית"},
    {"hi", "hindi", "Hindi", "हिन्दी"},
    {"it", "italian", "Italian", "Italiano"},
    {"ja", "japanese", "Japanese", "日本語"},
    {"ko", "korean", "Korean", "한국어"},
    {"nl", "dutch", "Dutch", "Nederlands"},
    {"pl", "polish", "Polish", "Polski"},
    {"pt", "portuguese", "Portuguese", "Português"},
    {"ru", "russian", "Russian", "Русский"},
    {"sv", "swedish", "Swedish", "Svenska"},
    {"th", "thai", "Thai", "ไทย"},
    {"tr", "turkish", "Turkish", "Türkçe"},
    {"uk", "ukrainian", "Ukrainian", "Українська"},
    {"zh", "chinese", "Chinese", "中文"},
};

template <typename Matches>
std::optional<Language> find(Matches matches)
{
    const auto *found = std::find_if(std::begin(kLanguages), std::end(kLanguages), matches);
    if (found == std::end(kLanguages))
        return std::nullopt;
    return *found;
}

} // namespace

std::span<const Language> languages()
{
    return kLanguages;
}

std::optional<Language> languageByCode(std::string_view code)
{
    return find([code](const Language &language) { return language.code == code; });
}

std::optional<Language> languageByWord(std::string_view word)
{
    return find([word](const Language &language) { return language.word == word; });
}

bool isLanguageOrAny(std::string_view code)
{
    return code.empty() || languageByCode(code);
}

} // namespace parley
