#include "server/webhooks/alarm_heap.h"

#include <algorithm>
#include <chrono>

namespace parley {

using namespace std::chrono;

AlarmHeap::AlarmHeap(const Clock &clock,
                     std::function<void(const std::string &, MonotonicTime)> ring) :
    m_clock(clock),
    m_ring(std::move(ring))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AlarmHeap::check);
}

void AlarmHeap::set(MonotonicTime time, std::string name)
{
    m_entries.emplace(time, std::move(name));
    arm();
}

void AlarmHeap::check()
{
    const MonotonicTime now = m_clock.monotonic();
    while (!m_entries.empty() && m_entries.top().first <= now) {
        const Entry due = m_entries.top();
        m_entries.pop();
        m_ring(due.second, due.first);
    }
    arm();
}

void AlarmHeap::arm()
{
    if (m_entries.empty()) {
        m_timer.stop();
        return;
    }
    static constexpr milliseconds kLongest = hours(1); // far below what a timer can count
    const auto left = ceil<milliseconds>(m_entries.top().first - m_clock.monotonic());
    m_timer.start(std::clamp<milliseconds>(left, milliseconds(0), kLongest));
}

} // namespace parley
