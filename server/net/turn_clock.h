#pragma once

#include <optional>

#include "server/base/clock.h"
#include "server/net/event_loop.h"

namespace parley {

// The time as of the turn of the loop: asked once for all messages that were read together, because
// asking costs a twentieth of taking a message in. Thread: I/O loop.
class TurnClock final : public Clock, private TurnObserver
{
public:
    TurnClock(EventLoop &loop, const Clock &clock); // both borrowed
    ~TurnClock() override;
    TurnClock(const TurnClock &) = delete;
    TurnClock &operator=(const TurnClock &) = delete;

    MonotonicTime monotonic() const override { return m_clock.monotonic(); }
    UtcTime utc() const override
    {
        if (!m_utc)
            m_utc = m_clock.utc();
        return *m_utc;
    }

private:
    void turnEnded() override { m_utc.reset(); }

    EventLoop &m_loop;
    const Clock &m_clock;
    mutable std::optional<UtcTime> m_utc{};
};

} // namespace parley
