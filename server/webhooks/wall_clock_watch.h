#pragma once

#include "server/base/clock_jump.h"
#include "server/base/log.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// When somebody set the wall clock, moves the end of every waiting in the journal along, so that
// neither everything fires at once nor nothing for hours. Waiting itself is measured on the
// monotonic clock. Thread: webhooks.
class WallClockWatch final
{
public:
    WallClockWatch(const Clock &clock, DeliveryJournal &journal, Log log);

    void check(); // before the wall clock is compared with the journal's times

private:
    ClockJump m_jump;
    DeliveryJournal &m_journal;
    Log m_log;
};

} // namespace parley
