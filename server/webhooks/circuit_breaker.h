#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "server/base/clock.h"

namespace parley {

// Holds the deliveries of an endpoint that keeps failing, so that they cost it and us no attempts.
//
//   closed --5 failures in a row, or 70 % of 10 or more in 5 min--> open --time over--> half-open:
//   one probe half-open --success--> closed,  --failure--> open for twice as long, at most 10 min
//
// Plain value. Thread: any, one at a time.
class CircuitBreaker
{
public:
    static constexpr int kFailuresToOpen = 5;
    static constexpr std::size_t kAttemptsToJudge = 10;
    static constexpr std::size_t kAttemptsKept = 64; // the newest tell enough
    static constexpr double kShareToOpen = 0.7;
    static constexpr std::chrono::minutes kWindow{5};
    static constexpr std::chrono::seconds kFirstOpen{30};
    static constexpr std::chrono::minutes kLongestOpen{10};

    bool isOpen() const { return m_state != State::Closed; } // or half-open
    bool isProbing() const { return m_state == State::Probing; }
    //! Whether one more attempt may be made now. After true in the open state the attempt that
    //! follows is the probe; there is no other until it ends.
    bool allows(MonotonicTime now) const;
    MonotonicTime openUntil() const { return m_openUntil; } // of the open state

    void attemptStarted(); // after allows() said yes
    //! \return whether the breaker was closed and is open now.
    bool attemptFailed(MonotonicTime now);
    //! \return whether the breaker was open and is closed now.
    bool attemptSucceeded(MonotonicTime now);
    void attemptAbandoned(); // says nothing about the endpoint; a probe may follow
    void startHalfOpen(MonotonicTime now); // a person enabled the endpoint again

private:
    enum class State { Closed, Open, Probing };

    struct Attempt {
        MonotonicTime time{};
        bool failed = false;
    };

    void note(MonotonicTime now, bool failed);
    bool failsMostly() const;

    State m_state = State::Closed;
    std::deque<Attempt> m_attempts{}; // while closed: of the window, newest last
    int m_failures = 0; // in a row
    std::chrono::milliseconds m_openFor = kFirstOpen;
    MonotonicTime m_openUntil{};
};

} // namespace parley
