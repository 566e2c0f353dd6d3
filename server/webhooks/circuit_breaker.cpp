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
    note(now, true);
    if (m_state == State::Closed && m_failures < kFailuresToOpen && !failsMostly())
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

bool CircuitBreaker::attemptSucceeded(MonotonicTime now)
{
    const bool wasOpen = m_state != State::Closed;
    if (wasOpen)
        *this = {};
    m_failures = 0;
    note(now, false);
    return wasOpen;
}

void CircuitBreaker::note(MonotonicTime now, bool failed)
{
    m_attempts.push_back({now, failed});
    while (m_attempts.size() > kAttemptsKept || now - m_attempts.front().time > kWindow)
        m_attempts.pop_front();
}

bool CircuitBreaker::failsMostly() const
{
    const auto failed = std::count_if(m_attempts.begin(), m_attempts.end(),
                                      [](const Attempt &attempt) { return attempt.failed; });
    return m_attempts.size() >= kAttemptsToJudge
        && static_cast<double>(failed) >= kShareToOpen * static_cast<double>(m_attempts.size());
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
