#pragma once

#include <chrono>
#include <cstdint>

namespace parley {

// What a topic keeps for late and slow readers, in memory and on disk alike. The bound that is met
// first counts.
struct Retention {
    static constexpr std::uint64_t kMinBytes = 64 * 1024;
    static constexpr std::uint64_t kMaxBytes = 1024ull * 1024 * 1024;
    static constexpr std::uint64_t kDefaultBytes = 16ull * 1024 * 1024;
    static constexpr std::chrono::seconds kMaxAge{10 * 366 * 86400ll}; // ten years

    std::uint64_t bytes = kDefaultBytes; // of frames
    std::uint64_t messages = 0; // the newest so many; 0: no bound
    std::chrono::seconds age{0}; // since it was published, kept to the second; 0: no bound

    friend bool operator==(const Retention &, const Retention &) = default;
};

} // namespace parley
