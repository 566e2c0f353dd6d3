#include "server/functions/translation/mode_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/functions/text/language_detector.h"

namespace parley::functions {
namespace {

constexpr std::size_t kMaxFileBytes = 16 * 1024; // real ones have 1 to 3 kB
constexpr std::size_t kMaxStages = 32; // the longest real chain has 15

constexpr std::array<std::string_view, 12> kPrograms{
    "lt-proc",
    "apertium-tagger",
    "apertium-pretransfer",
    "apertium-transfer",
    "lrx-proc",
    "apertium-interchunk",
    "apertium-postchunk",
    "apertium-posttransfer",
    "apertium-anaphora",
    "cg-proc",
    "lsx-proc",
    "apertium-wblank-attach",
};

// Three-letter codes of the languages that rooms know.
constexpr auto kCodes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ara", "ar"}, {"cat", "ca"}, {"deu", "de"}, {"eng", "en"}, {"spa", "es"},
    {"fra", "fr"}, {"heb", "he"}, {"hin", "hi"}, {"ita", "it"}, {"jpn", "ja"},
    {"kor", "ko"}, {"nld", "nl"}, {"pol", "pl"}, {"por", "pt"}, {"rus", "ru"},
    {"swe", "sv"}, {"tha", "th"}, {"tur", "tr"}, {"ukr", "uk"}, {"zho", "zh"},
});

Error invalid(std::string message)
{
    return Error{ErrorCode::InvalidArgument, std::move(message)};
}

std::string languageOf(std::string_view code)
{
    const auto found = std::find_if(kCodes.begin(), kCodes.end(),
                                    [code](const auto &pair) { return pair.first == code; });
    return knownLanguage(found == kCodes.end() ? code : found->second);
}

// Words of one stage; nullopt-like empty program when it uses more of the shell than quotes.
Result<std::vector<std::string>> splitWords(std::string_view stage)
{
    std::vector<std::string> words;
    std::string word;
    bool isQuoted = false;
    bool isOpen = false;
    for (const char c : stage) {
        if (c == '\'') {
            isQuoted = !isQuoted;
            isOpen = true;
        } else if (isQuoted) {
            word += c;
        } else if (std::string_view("\"`;&<>()*?~#!\\\n").find(c) != std::string_view::npos) {
            return invalid("uses shell syntax");
        } else if (c == ' ' || c == '\t' || c == '\r') {
            if (isOpen)
                words.push_back(std::exchange(word, {}));
            isOpen = false;
        } else {
            word += c;
            isOpen = true;
        }
    }
    if (isQuoted)
        return invalid("has an open quote");
    if (isOpen)
        words.push_back(std::move(word));
    return words;
}

Result<StageCommand> parseStage(std::string_view text)
{
    const auto words = splitWords(text);
    if (!words)
        return words.error();
    if (words->empty())
        return invalid("has an empty stage");
    StageCommand stage{words->front(), {"-z"}};
    if (std::find(kPrograms.begin(), kPrograms.end(), stage.program) == kPrograms.end())
        return invalid("needs a program that is not supported");
    for (std::size_t i = 1; i < words->size(); ++i) {
        const std::string &word = (*words)[i];
        if (word == "$2")
            continue;
        if (word != "$1" && word.find('$') != std::string::npos)
            return invalid("uses shell syntax");
        stage.arguments.push_back(word == "$1" ? "-g" : word);
    }
    return stage;
}

} // namespace

Result<std::vector<StageCommand>> parseModeFile(std::string_view text)
{
    if (text.size() > kMaxFileBytes)
        return invalid("is too large");
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    std::vector<StageCommand> stages;
    for (bool isLast = false; !isLast;) {
        const std::size_t bar = text.find('|'); // no real path holds one
        isLast = bar == std::string_view::npos;
        auto stage = parseStage(text.substr(0, bar));
        if (!stage)
            return stage.error();
        stages.push_back(std::move(*stage));
        if (stages.size() > kMaxStages)
            return invalid("has too many stages");
        text.remove_prefix(isLast ? text.size() : bar + 1);
    }
    return stages;
}

Result<ModeName> parseModeName(std::string_view fileName)
{
    constexpr std::string_view kSuffix = ".mode";
    const Error notAPair = invalid("is no pair of known languages");
    if (!fileName.ends_with(kSuffix))
        return notAPair;
    fileName.remove_suffix(kSuffix.size());
    const std::size_t dash = fileName.find('-');
    if (dash == std::string_view::npos || fileName.find('-', dash + 1) != std::string_view::npos)
        return notAPair;
    const std::size_t variant = fileName.find('_');
    ModeName name;
    name.pair = fileName;
    name.isVariant = variant != std::string_view::npos;
    name.source = languageOf(fileName.substr(0, dash));
    name.target = languageOf(fileName.substr(dash + 1, variant - dash - 1));
    if (name.source.empty() || name.target.empty() || (name.isVariant && variant < dash))
        return notAPair;
    return name;
}

} // namespace parley::functions
