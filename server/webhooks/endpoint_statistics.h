#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "server/base/clock.h"
#include "server/types/webhook_health.h"
#include "server/types/webhook_hour.h"

namespace parley {

// How an endpoint's attempts went in the last day, hour by hour: how many, and how long they took.
// Plain value. Thread: webhooks.
class EndpointStatistics final
{
public:
    //! \param at when the attempt ended; earlier than the last one counts as then.
    void count(UtcTime at, bool succeeded, std::int64_t microseconds);
    //! Fills in what it knows.
    void report(UtcTime now, WebhookHealth &health) const;

    void restore(const WebhookHour &hour); // of an earlier run; what was counted since stays
    std::vector<WebhookHour> takeChanged(); // the hours that count() changed since the last call

    std::uint64_t consecutiveFailures = 0;
    std::uint64_t storedFailures = 0; // what the store has of them
    std::optional<UtcTime> failingSince{}; // the first failure since the last success
    std::optional<UtcTime> lastSuccessAt{};
    std::uint64_t filteredMessages = 0;

private:
    static constexpr std::size_t kHours = WebhookHour::kHours;
    static constexpr std::size_t kClasses = WebhookHour::kDurationClasses;

    struct Hour {
        std::int64_t number = -1; // since 1970; -1: none yet
        std::uint32_t succeeded = 0;
        std::uint32_t failed = 0;
        std::array<std::uint32_t, kClasses> durations{};
        bool changed = false;
    };

    static std::size_t classOf(std::int64_t microseconds);
    static std::int64_t middleOf(std::size_t durationClass);
    std::int64_t percentile(std::int64_t lastHour, std::uint64_t perMille) const;

    std::array<Hour, kHours> m_hours{}; // by the hour's number modulo 24
    std::int64_t m_lastHour = 0;
};

} // namespace parley
