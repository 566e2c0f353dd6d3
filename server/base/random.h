#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace parley {

// Source of randomness, injected so that tests can fix it. Thread: any.
class Random
{
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
    double unit(); // uniform in [0, 1)
};

// The operating system's generator, by way of OpenSSL. Ends the process when there is none: a
// predictable token is worse than no broker.
class SystemRandom final : public Random
{
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

} // namespace parley
