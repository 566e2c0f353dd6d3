#include "server/base/clock_jump.h"

namespace parley {

using namespace std::chrono;

ClockJump::ClockJump(const Clock &clock) : m_clock(clock), m_offset(offset()) {}

nanoseconds ClockJump::offset() const
{
    return m_clock.utc().time_since_epoch() - m_clock.monotonic().time_since_epoch();
}

std::optional<milliseconds> ClockJump::check()
{
    const nanoseconds now = offset();
    const auto jump = duration_cast<milliseconds>(now - m_offset);
    if (jump < kLeast && jump > -kLeast)
        return std::nullopt;
    m_offset = now;
    return jump;
}

} // namespace parley
