#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"

namespace parley::functions {

// One program of a chain, with its arguments, as a .mode file names it.
struct StageCommand {
    std::string program{}; // bare name while parsed, full path when found
    std::vector<std::string> arguments{};
};

//! The stages of a .mode file, ready for a chain that stays open: `$2` dropped, `$1` replaced by
//! `-g` (which marks unknown words), `-z` (flush on NUL) put first. Single quotes group words.
//! Refused: a program that is not one of Apertium's own known ones, any other shell syntax, an
//! empty or oversized file. Never goes near a shell. Source: facts on Apertium, 2.5.
Result<std::vector<StageCommand>> parseModeFile(std::string_view text);

struct ModeName {
    std::string source{}; // BCP 47, "en"
    std::string target{};
    std::string pair{}; // as the file calls it, "eng-spa"
    bool isVariant = false; // "eng-spa_US"
};

//! Reads "eng-spa.mode". Fails for names that are no pair of languages that rooms know.
Result<ModeName> parseModeName(std::string_view fileName);

} // namespace parley::functions
