#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/types/delivery_settings.h"

namespace parley {

// How long to wait before one more try, and how that came about.
struct RetryStep {
    std::chrono::milliseconds delay{};
    std::uint32_t step = 1; // number of the attempt that the delay leads to
    int jitterPercent = 0; // what chance added or took away
    bool byRetryAfter = false; // the endpoint asked for the delay; the schedule alone was shorter
};

//! Waiting time before each try of a Delivery. Plain value. Thread: any.
//! Source of the delays: Standard Webhooks 1.0.0 for `standard`; the others and the jitter are
//! ours.
class RetrySchedule
{
public:
    //! Longest wait that a Retry-After may ask for: a longer one would outlive the schedule.
    static constexpr std::chrono::hours kMaxRetryAfter{24};

    explicit RetrySchedule(const DeliverySettings &settings);

    //! \param attempt    number of the attempt to come, counted from 1 (which needs no waiting).
    //! \param jitter     uniform sample in [-1, 1), from the caller so that tests can fix it.
    //! \param retryAfter what the endpoint asked for; never undercut, cut to kMaxRetryAfter.
    //! \return nullopt when no attempt is left: the Delivery is dead (exhausted).
    std::optional<RetryStep> before(std::uint32_t attempt, double jitter,
                                    std::optional<std::chrono::milliseconds> retryAfter = {}) const;

    std::uint32_t maxAttempts() const { return static_cast<std::uint32_t>(m_delays.size()); }

    //! Age at which an event is not sent any more, however many attempts are left. Time in which
    //! the endpoint was held counts too. nullopt: never.
    std::optional<std::chrono::milliseconds> eventTimeToLive() const { return m_timeToLive; }

    //! One absolute deadline per attempt, from the name lookup to the last byte of the body.
    std::chrono::milliseconds attemptDeadline() const { return m_deadline; }

private:
    std::vector<std::chrono::milliseconds> m_delays; // the first one is none
    std::optional<std::chrono::milliseconds> m_timeToLive{};
    std::chrono::milliseconds m_deadline{};
};

} // namespace parley
