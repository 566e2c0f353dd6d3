#pragma once

#include <cstdint>

#include <QList>

namespace parley::ui {

// Turns a counter that only grows into a rate per second and its recent course. Thread: any.
class RateTracker
{
public:
    static constexpr int kSamples = 60; // one a second: what a sparkline shows
    static constexpr qint64 kLeastMs = 250;
    static constexpr qint64 kRateMs = 5000; // what a figure speaks of

    //! \param counter as the broker counts; smaller than before means that it started anew.
    //! \param nowMs of a clock that never jumps; a sample less than kLeastMs after the one before
    //! it is dropped: one message within a few milliseconds is not hundreds per second.
    void sample(std::uint64_t counter, qint64 nowMs);

    //! Per second, of the last kRateMs: a line every few seconds is a rate too, not 0, 0, 1, 0.
    double rate() const;
    const QList<double> &samples() const { return m_samples; } // oldest first, per second
    //! The rate at each sample, so that a course is a line and not a fence.
    QList<double> course() const;

private:
    double rateAt(qsizetype last) const; // of the kRateMs that end with sample \p last

    std::uint64_t m_counter = 0;
    qint64 m_at = -1; // -1: no sample yet
    QList<double> m_samples{};
    QList<qint64> m_spans{}; // ms that each sample covers
};

} // namespace parley::ui
