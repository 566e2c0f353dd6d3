#include "server/webhooks/endpoint_statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace parley {
namespace {

constexpr double kSmallest = 16; // microseconds; nothing over a socket is faster
constexpr double kPerDoubling = 4;

std::int64_t hourOf(UtcTime time)
{
    return epochMilliseconds(time) / 3'600'000;
}

} // namespace

std::size_t EndpointStatistics::classOf(std::int64_t microseconds)
{
    if (microseconds <= std::int64_t{16})
        return 0;
    const double place = std::log2(static_cast<double>(microseconds) / kSmallest) * kPerDoubling;
    return std::min(static_cast<std::size_t>(place), kClasses - 1);
}

std::int64_t EndpointStatistics::middleOf(std::size_t durationClass)
{
    const double place = (static_cast<double>(durationClass) + 0.5) / kPerDoubling;
    return std::llround(kSmallest * std::exp2(place));
}

void EndpointStatistics::count(UtcTime at, bool succeeded, std::int64_t microseconds)
{
    m_lastHour = std::max(m_lastHour, hourOf(at));
    Hour &hour = m_hours[static_cast<std::size_t>(m_lastHour) % kHours];
    if (hour.number != m_lastHour)
        hour = {.number = m_lastHour};
    ++(succeeded ? hour.succeeded : hour.failed);
    ++hour.durations[classOf(microseconds)];
    hour.changed = true;
    if (succeeded) {
        consecutiveFailures = 0;
        failingSince.reset();
        lastSuccessAt = at;
    } else if (consecutiveFailures++ == 0) {
        failingSince = at;
    }
}

void EndpointStatistics::restore(const WebhookHour &stored)
{
    if (stored.hour < 0)
        return;
    lastSuccessAt = std::max(lastSuccessAt, stored.lastSuccessAt);
    Hour &hour = m_hours[static_cast<std::size_t>(stored.hour) % kHours];
    if (hour.number > stored.hour)
        return;
    if (hour.number < stored.hour)
        hour = {.number = stored.hour};
    hour.succeeded += stored.succeeded;
    hour.failed += stored.failed;
    for (std::size_t i = 0; i < kClasses; ++i)
        hour.durations[i] += stored.durations[i];
}

std::vector<WebhookHour> EndpointStatistics::takeChanged()
{
    std::vector<WebhookHour> changed;
    for (Hour &hour : m_hours) {
        if (!std::exchange(hour.changed, false))
            continue;
        WebhookHour &one = changed.emplace_back();
        one.hour = hour.number;
        one.succeeded = hour.succeeded;
        one.failed = hour.failed;
        one.durations = hour.durations;
        one.lastSuccessAt = lastSuccessAt;
    }
    return changed;
}

std::int64_t EndpointStatistics::percentile(std::int64_t lastHour, std::uint64_t perMille) const
{
    std::array<std::uint64_t, kClasses> sums{};
    std::uint64_t all = 0;
    for (const Hour &hour : m_hours) {
        if (hour.number < 0 || hour.number + std::int64_t{kHours} <= lastHour)
            continue;
        for (std::size_t i = 0; i < kClasses; ++i)
            sums[i] += hour.durations[i];
        all += hour.succeeded + hour.failed;
    }
    if (all == 0)
        return 0;
    const std::uint64_t wanted = (all * perMille + 999) / 1000; // the so-manieth of them
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kClasses; ++i) {
        seen += sums[i];
        if (seen >= wanted)
            return middleOf(i);
    }
    return middleOf(kClasses - 1);
}

void EndpointStatistics::report(UtcTime now, WebhookHealth &health) const
{
    const std::int64_t last = std::max(hourOf(now), m_lastHour);
    for (std::size_t i = 0; i < kHours; ++i) {
        const std::int64_t number = last - static_cast<std::int64_t>(kHours - 1 - i);
        health.hours[i].from = fromEpochMilliseconds(number * 3'600'000);
        const Hour &hour = m_hours[static_cast<std::size_t>(number) % kHours];
        if (hour.number != number)
            continue;
        health.hours[i].succeeded = hour.succeeded;
        health.hours[i].failed = hour.failed;
    }
    health.p50Microseconds = percentile(last, 500);
    health.p95Microseconds = percentile(last, 950);
    health.consecutiveFailures = consecutiveFailures;
    health.lastSuccessAt = lastSuccessAt;
    health.filteredMessages = filteredMessages;
}

} // namespace parley
