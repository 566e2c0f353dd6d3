#include "server/base/random.h"

#include <cstdlib>

#include <openssl/rand.h>

namespace parley {

double Random::unit()
{
    std::uint8_t bytes[8];
    fill(bytes);
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes)
        value = value << 8 | byte;
    constexpr double kScale = 1.0 / 9007199254740992.0; // 2^-53: every double in the range is exact
    return static_cast<double>(value >> 11) * kScale;
}

void SystemRandom::fill(std::span<std::uint8_t> bytes)
{
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        std::abort();
}

} // namespace parley
