#pragma once

#include <algorithm>
#include <chrono>

#include "server/base/clock.h"

namespace parley {

// So many attempts a second, evenly: after a pause a tenth of a second's worth may go at once.
// Plain value. Thread: any, one at a time.
class Pace final
{
public:
    //! \param perSecond 0: no limit.
    void set(unsigned perSecond)
    {
        m_step = perSecond == 0 ? Duration{} : Duration(std::chrono::seconds(1)) / perSecond;
        m_burst = m_step * (std::max(perSecond / 10, 1u) - 1);
    }
    MonotonicTime nextAt() const { return m_due - m_burst; } // long ago: at once
    bool allows(MonotonicTime now) const { return m_step == Duration{} || now >= nextAt(); }
    void take(MonotonicTime now) { m_due = std::max(m_due, now) + m_step; }

private:
    using Duration = MonotonicTime::duration;

    Duration m_step{};
    Duration m_burst{};
    MonotonicTime m_due{}; // when the next one would go without a burst
};

} // namespace parley
