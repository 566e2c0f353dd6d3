#pragma once

#include <string>
#include <vector>

namespace parley {

// Which engines a room asks for a pair of languages, the first that can first. The phrasebook and
// the cache come before any of them.
struct EngineRoute {
    static constexpr std::size_t kMaxRoutes = 64;
    static constexpr std::size_t kMaxEngines = 8; // with a deadline for all of them, more never run
    static constexpr std::size_t kMaxEngineIdBytes = 64;

    std::string source{}; // BCP 47; "": any
    std::string target{}; // BCP 47; "": any
    std::vector<std::string> engines{}; // ids; empty: this pair is not translated

    friend bool operator==(const EngineRoute &, const EngineRoute &) = default;
};

} // namespace parley
