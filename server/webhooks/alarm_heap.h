#pragma once

#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QTimer>

#include "server/base/clock.h"

namespace parley {

// One timer for all that waits. Times are monotonic, so that nobody who sets the wall clock can
// fire or freeze them. Entries are never taken out early: who is rung checks whether it still
// matters. Thread: webhooks.
class AlarmHeap final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AlarmHeap)

public:
    //! \param ring is told the name of every alarm that is due, and its time.
    AlarmHeap(const Clock &clock, std::function<void(const std::string &, MonotonicTime)> ring);

    void set(MonotonicTime time, std::string name);
    void check(); // rings what is due; called by the timer, and by tests that hold the clock

private:
    using Entry = std::pair<MonotonicTime, std::string>;

    void arm();

    const Clock &m_clock;
    std::function<void(const std::string &, MonotonicTime)> m_ring;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_entries;
    QTimer m_timer;
};

} // namespace parley
