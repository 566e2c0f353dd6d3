#pragma once

#include <algorithm>

#include "server/base/clock.h"

namespace parley {

// How often a client may do what is dear to us: some at once, and then so many a second. Plain
// value. Thread: that of its owner.
class Allowance
{
public:
    Allowance(double burst, double perSecond, MonotonicTime now) :
        m_burst(burst), m_perSecond(perSecond), m_left(burst), m_counted(now)
    {
    }

    bool take(MonotonicTime now) // false: one too many
    {
        const std::chrono::duration<double> passed = now - m_counted;
        m_counted = now;
        m_left = std::min(m_burst, m_left + passed.count() * m_perSecond) - 1;
        return m_left >= 0;
    }

private:
    double m_burst;
    double m_perSecond;
    double m_left;
    MonotonicTime m_counted;
};

} // namespace parley
