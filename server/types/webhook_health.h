#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/base/clock.h"

namespace parley {

enum class BreakerState : std::uint8_t { Closed, Open, HalfOpen };

constexpr std::string_view wireName(BreakerState state)
{
    return state == BreakerState::Closed ? "closed"
        : state == BreakerState::Open    ? "open"
                                         : "half_open";
}

// How a webhook's endpoint is doing. Counts since the broker started; the hours are of the last
// day. Plain value.
struct WebhookHealth {
    struct Hour {
        UtcTime from{};
        std::uint64_t succeeded = 0; // attempts
        std::uint64_t failed = 0;
    };

    BreakerState breaker = BreakerState::Closed;
    bool throttled = false; // the endpoint asked for a pause
    std::optional<UtcTime> heldUntil{}; // nothing is sent before
    std::optional<UtcTime> nextProbeAt{}; // while the breaker is open
    std::uint64_t open = 0; // deliveries that are not final
    std::uint64_t waiting = 0; // of them, for their next attempt
    std::uint64_t inFlight = 0;
    std::optional<UtcTime> oldestOpenAt{}; // when the oldest of them was made
    std::uint64_t consecutiveFailures = 0;
    std::optional<UtcTime> lastSuccessAt{};
    std::int64_t p50Microseconds = 0; // of attempts; 0: there were none
    std::int64_t p95Microseconds = 0;
    std::uint64_t filteredMessages = 0; // that the filter kept back
    std::array<Hour, 24> hours{}; // oldest first; the last one is not over
};

} // namespace parley
