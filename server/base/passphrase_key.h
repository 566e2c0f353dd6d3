#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// How costly it is to try a passphrase (scrypt, RFC 7914). Stored beside what it protects.
struct ScryptCost {
    static constexpr std::uint64_t kMaxMemoryBytes = 256ull * 1024 * 1024; // of 128 * n * r

    std::uint64_t n = 1u << 15; // a power of two; 32 MiB and about 0.1 s with r = 8
    std::uint64_t r = 8; // 1 to 32
    std::uint64_t p = 1; // 1 to 16
};

//! A key of 32 bytes. Takes as long as \p cost says: not for a thread that people wait for.
//! InvalidArgument: a cost out of range, such as one from a file that somebody changed.
Result<std::string> keyFromPassphrase(std::string_view passphrase, std::string_view salt,
                                      const ScryptCost &cost);

} // namespace parley
