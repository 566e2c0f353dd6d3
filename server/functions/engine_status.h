#pragma once

#include <string>
#include <vector>

namespace parley::functions {

struct EnginePair {
    std::string source{}; // BCP 47
    std::string target{};
    std::string via{}; // "" or the language in between
};

// What a translation engine can do right now, for the API and the screen. Free of Qt.
struct EngineStatus {
    std::string name{}; // "apertium"
    std::vector<EnginePair> pairs{};
    std::string problem{}; // why there are none or fewer, for people; "" when all is well
};

} // namespace parley::functions
