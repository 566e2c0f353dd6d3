#include "ui/models/rate_tracker.h"

namespace parley::ui {

void RateTracker::sample(std::uint64_t counter, qint64 nowMs)
{
    if (m_at >= 0 && nowMs < m_at + kLeastMs)
        return;
    if (m_at >= 0) {
        const double grown = counter >= m_counter ? double(counter - m_counter) : double(counter);
        m_samples.append(grown * 1000.0 / double(nowMs - m_at));
        m_spans.append(nowMs - m_at);
        if (m_samples.size() > kSamples) {
            m_samples.removeFirst();
            m_spans.removeFirst();
        }
    }
    m_counter = counter;
    m_at = nowMs;
}

double RateTracker::rate() const
{
    return rateAt(m_samples.size() - 1);
}

QList<double> RateTracker::course() const
{
    QList<double> rates;
    for (qsizetype i = 0; i < m_samples.size(); ++i)
        rates.append(rateAt(i));
    return rates;
}

double RateTracker::rateAt(qsizetype last) const
{
    double messages = 0.0;
    qint64 span = 0;
    for (auto i = last; i >= 0 && span < kRateMs; --i) {
        messages += m_samples.at(i) * double(m_spans.at(i)) / 1000.0;
        span += m_spans.at(i);
    }
    return span == 0 ? 0.0 : messages * 1000.0 / double(span);
}

} // namespace parley::ui
