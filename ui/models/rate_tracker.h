#pragma once

#include <cstdint>

#include <QList>

namespace parley::ui {

// Turns a counter that only grows into a rate per second and its recent course. Thread: any.
class RateTracker
{
public:
    static constexpr int kSamples = 60; // one a second: what a sparkline shows

    //! \param counter as the broker counts; smaller than before means that it started anew.
    //! \param nowMs of a clock that never jumps; samples less than 1 ms apart are dropped.
    void sample(std::uint64_t counter, qint64 nowMs);

    double rate() const { return m_samples.isEmpty() ? 0.0 : m_samples.constLast(); }
    const QList<double> &samples() const { return m_samples; } // oldest first, per second

private:
    std::uint64_t m_counter = 0;
    qint64 m_at = -1; // -1: no sample yet
    QList<double> m_samples{};
};

} // namespace parley::ui
