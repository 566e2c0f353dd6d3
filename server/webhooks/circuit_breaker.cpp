#include "server/webhooks/circuit_breaker.h"

#include <algorithm>

namespace parley {

bool CircuitBreaker::allows(MonotonicTime now) const
{
    return m_state == State::Closed || (m_state == State::Open && now >= m_openUntil);
}

void CircuitBreaker::attemptStarted()
{
    if (m_state == State::Open)
        m_state = State::Probing;
}

bool CircuitBreaker::attemptFailed(MonotonicTime now)
{
    ++m_failures;
    if (m_state == State::Closed && m_failures < kFailuresToOpen)
        return false;
    const bool wasClosed = m_state == State::Closed;
    if (m_state == State::Open) // an attempt from before it opened
        return false;
    if (!wasClosed)
        m_openFor = std::min<std::chrono::milliseconds>(m_openFor * 2, kLongestOpen);
    m_state = State::Open;
    m_openUntil = now + m_openFor;
    return wasClosed;
}

bool CircuitBreaker::attemptSucceeded()
{
    const bool wasOpen = m_state != State::Closed;
    *this = {};
    return wasOpen;
}

void CircuitBreaker::attemptAbandoned()
{
    if (m_state == State::Probing)
        m_state = State::Open;
}

void CircuitBreaker::startHalfOpen(MonotonicTime now)
{
    *this = {};
    m_state = State::Open;
    m_openUntil = now;
}

} // namespace parley
