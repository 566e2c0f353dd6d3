#pragma once

#include <chrono>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// Notices that somebody set the wall clock, and moves the end of every waiting in the journal
// along, so that neither everything fires at once nor nothing for hours. Waiting itself is measured
// on the monotonic clock. Thread: webhooks.
class WallClockWatch final
{
public:
    static constexpr std::chrono::seconds kJump{5}; // smaller steps are the time service at work

    WallClockWatch(const Clock &clock, DeliveryJournal &journal, Log log);

    void check(); // before the wall clock is compared with the journal's times

private:
    std::chrono::nanoseconds offset() const; // wall clock minus monotonic clock

    const Clock &m_clock;
    DeliveryJournal &m_journal;
    Log m_log;
    std::chrono::nanoseconds m_offset;
};

} // namespace parley
