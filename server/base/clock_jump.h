#pragma once

#include <chrono>
#include <optional>

#include "server/base/clock.h"

namespace parley {

// Notices that somebody set the wall clock, by comparing it with the monotonic one.
// Thread: any one.
class ClockJump final
{
public:
    static constexpr std::chrono::seconds kLeast{5}; // smaller steps are the time service at work

    explicit ClockJump(const Clock &clock); // borrowed

    //! By how much it was set since the last call, forward or (negative) back; nullopt: it was not.
    std::optional<std::chrono::milliseconds> check();

private:
    std::chrono::nanoseconds offset() const; // wall clock minus monotonic clock

    const Clock &m_clock;
    std::chrono::nanoseconds m_offset;
};

} // namespace parley
