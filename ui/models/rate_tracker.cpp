#include "ui/models/rate_tracker.h"

namespace parley::ui {

void RateTracker::sample(std::uint64_t counter, qint64 nowMs)
{
    if (m_at >= 0 && nowMs <= m_at)
        return;
    if (m_at >= 0) {
        const double grown = counter >= m_counter ? double(counter - m_counter) : double(counter);
        m_samples.append(grown * 1000.0 / double(nowMs - m_at));
        if (m_samples.size() > kSamples)
            m_samples.removeFirst();
    }
    m_counter = counter;
    m_at = nowMs;
}

} // namespace parley::ui
