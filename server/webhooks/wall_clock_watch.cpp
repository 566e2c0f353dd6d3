#include "server/webhooks/wall_clock_watch.h"

#include <string>

namespace parley {

using namespace std::chrono;

WallClockWatch::WallClockWatch(const Clock &clock, DeliveryJournal &journal, Log log) :
    m_clock(clock), m_journal(journal), m_log(log), m_offset(offset())
{
}

nanoseconds WallClockWatch::offset() const
{
    return m_clock.utc().time_since_epoch() - m_clock.monotonic().time_since_epoch();
}

void WallClockWatch::check()
{
    const nanoseconds now = offset();
    const auto jump = duration_cast<milliseconds>(now - m_offset);
    if (jump < kJump && jump > -kJump)
        return;
    m_offset = now;
    m_log.warning("the wall clock was set by " + std::to_string(jump.count()) + " ms");
    m_journal.shiftWaiting(jump, [log = m_log](const Result<void> &shifted) {
        if (!shifted)
            log.error("waiting deliveries keep their old times: " + shifted.error().message);
    });
}

} // namespace parley
