#pragma once

#include "server/base/clock.h"

namespace parley::test {

// A clock that moves only when it is told to.
class FakeClock final : public Clock
{
public:
    MonotonicTime monotonic() const override { return m_monotonic; }
    UtcTime utc() const override { return m_utc; }

    void advance(std::chrono::milliseconds time)
    {
        m_monotonic += time;
        m_utc += time;
    }
    void jumpUtc(std::chrono::milliseconds time) { m_utc += time; } // somebody set the clock

private:
    MonotonicTime m_monotonic{std::chrono::hours{1}};
    UtcTime m_utc = fromEpochMilliseconds(1'795'000'000'000);
};

} // namespace parley::test
