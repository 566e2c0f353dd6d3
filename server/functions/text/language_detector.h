#pragma once

#include <span>
#include <string>
#include <string_view>

namespace parley::functions {

struct DetectionInput {
    std::string_view text{}; // UTF-8, placeholders already taken out
    std::string_view declared{}; // what the message claims, "" when it claims nothing
    std::string_view prior{}; // the language to assume when nothing speaks against it
    std::span<const std::string> roomLanguages{}; // BCP 47
};

struct LanguageGuess {
    std::string code{}; // BCP 47
    double confidence = 0; // 0 to 1
    std::string by{}; // declared, script, cld2 or prior
};

// Says which language a message is in. First that answers wins: what the message declares (when it
// is a language we know) - the script, when the prior cannot be written in it - CLD2 at best
// effort, limited to the room's languages and with them as a hint where it names another - the
// prior. Free of Qt and of state. Thread: any. Source: facts on language detection (61 of 64
// right).
LanguageGuess detectLanguage(const DetectionInput &input);

//! "en-US", "PT_br" and "EN" become "en", "pt", "en"; "" when rooms do not know the language.
std::string knownLanguage(std::string_view code);

} // namespace parley::functions
