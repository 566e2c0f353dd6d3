#include "server/functions/text/language_detector.h"

#include <algorithm>
#include <cstdio> // compact_lang_det.h needs FILE and does not say so
#include <optional>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "server/functions/text/script_count.h"
#include "server/types/language.h"

namespace parley::functions {
namespace {

// What a guess is worth. Declared and script are near certain; CLD2 says itself whether it is
// sure; a prior is a coin with a good side. Source: facts on detection, rates of the 64 messages.
constexpr double kDeclared = 1.0;
constexpr double kScript = 0.97;
constexpr double kReliable = 0.95;
constexpr double kBestEffort = 0.7;
constexpr double kPrior = 0.5;

constexpr int kBestEffortFlag = 0x4000; // CLD2::kCLDFlagBestEffort: answer even for short text

bool contains(std::span<const std::string> languages, std::string_view code)
{
    return std::find(languages.begin(), languages.end(), code) != languages.end();
}

// Of the languages that share a script, the room's own; else the usual one.
std::string ownOr(std::span<const std::string> room, std::string_view usual, std::string_view other)
{
    return std::string(!contains(room, usual) && contains(room, other) ? other : usual);
}

// "" for Latin script, no letters, or a mixture without a clear majority.
std::string languageOfScript(std::string_view text, std::span<const std::string> room)
{
    const ScriptCount count = ScriptCount::of(text);
    // A kana or Han character says about as much as two letters.
    const int cjk = 2 * (count.kana + count.han);
    const int half = (count.letters() + count.kana + count.han) / 2;
    if (cjk > half)
        return count.kana > 0 ? "ja" : ownOr(room, "zh", "ja");
    if (count.hangul > half)
        return "ko";
    if (count.arabic > half)
        return "ar";
    if (count.cyrillic > half)
        return ownOr(room, "ru", "uk");
    if (count.hebrew > half)
        return "he";
    if (count.devanagari > half)
        return "hi";
    if (count.thai > half)
        return "th";
    return {};
}

std::string codeOf(CLD2::Language language)
{
    return knownLanguage(CLD2::LanguageCode(language));
}

struct Cld2Answer {
    std::string code{}; // "" when rooms do not know it
    double score = 0; // per 1 KiB of text, CLD2's own measure
    double share = 0; // of the text, 0 to 1
    bool isReliable = false;
};

// \param hint languages that are likely, joined by commas; null for none.
std::optional<Cld2Answer> askCld2(std::string_view text, const char *hint)
{
    CLD2::Language top[3]
        = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
    int percent[3] = {};
    double score[3] = {};
    int textBytes = 0;
    int validBytes = 0;
    bool isReliable = false;
    const CLD2::CLDHints hints{hint, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    const auto size = int(text.size());
    // Of CLD2's entry points only those that check the UTF-8 are safe with people's bytes.
    CLD2::ExtDetectLanguageSummaryCheckUTF8(text.data(), size, true, &hints, kBestEffortFlag, top,
                                            percent, score, nullptr, &textBytes, &isReliable,
                                            &validBytes);
    if (validBytes < size)
        return std::nullopt;
    return Cld2Answer{codeOf(top[0]), score[0], double(percent[0]) / 100, isReliable};
}

std::string joined(std::span<const std::string> languages)
{
    std::string list;
    for (const std::string &language : languages)
        list += (list.empty() ? "" : ",") + language;
    return list;
}

// Short Romance phrases pass for a neighbour: "La casa está cerca de la estación." is Galician to
// CLD2. So when its first answer is none of the room's languages it is asked again with those as a
// hint, and the answer counts when it fits at least as well as the first did: Portuguese in a
// Spanish room stays unknown.
std::optional<LanguageGuess> guessByCld2(const DetectionInput &input)
{
    const auto first = askCld2(input.text, nullptr);
    if (!first)
        return std::nullopt;
    auto answer = first;
    if (!contains(input.roomLanguages, answer->code))
        answer = askCld2(input.text, joined(input.roomLanguages).c_str());
    if (!answer || !contains(input.roomLanguages, answer->code) || answer->score < first->score)
        return std::nullopt;
    return LanguageGuess{answer->code,
                         (answer->isReliable ? kReliable : kBestEffort) * answer->share, "cld2"};
}

} // namespace

std::string knownLanguage(std::string_view code)
{
    std::string primary(code.substr(0, code.find_first_of("-_")));
    for (char &c : primary)
        c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    return languageByCode(primary) ? primary : std::string{};
}

LanguageGuess detectLanguage(const DetectionInput &input)
{
    if (std::string declared = knownLanguage(input.declared); !declared.empty())
        return {std::move(declared), kDeclared, "declared"};
    if (std::string byScript = languageOfScript(input.text, input.roomLanguages); !byScript.empty())
        return {std::move(byScript), kScript, "script"};
    if (auto guess = guessByCld2(input))
        return *guess;
    return {std::string(input.prior), kPrior, "prior"};
}

} // namespace parley::functions
