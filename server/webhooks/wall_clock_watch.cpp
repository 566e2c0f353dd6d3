#include "server/webhooks/wall_clock_watch.h"

#include <string>

namespace parley {

WallClockWatch::WallClockWatch(const Clock &clock, DeliveryJournal &journal, Log log) :
    m_jump(clock), m_journal(journal), m_log(log)
{
}

void WallClockWatch::check()
{
    const auto jump = m_jump.check();
    if (!jump)
        return;
    m_log.warning("the wall clock was set by " + std::to_string(jump->count()) + " ms");
    m_journal.shiftWaiting(*jump, [log = m_log](const Result<void> &shifted) {
        if (!shifted)
            log.error("waiting deliveries keep their old times: " + shifted.error().message);
    });
}

} // namespace parley
