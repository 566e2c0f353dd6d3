#include "server/webhooks/retry_schedule.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <numeric>

namespace parley {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr double kJitterShare = 0.2; // spreads a burst of retries
constexpr milliseconds kDeadline = 15s; // what most senders allow
constexpr milliseconds kMomentoDeadline = 5s; // Momento's limit for a webhook's answer
constexpr milliseconds kChatTimeToLive = 15min; // an older line of chat helps nobody
constexpr milliseconds kCustomTimeToLive = 24h; // at least: a short schedule may be held for long

constexpr milliseconds kStandard[]{0s, 5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
constexpr milliseconds kChat[]{0s, 1s, 3s, 10s, 30s, 2min, 10min};
// By-the-book receivers refuse events older than 60 s, so a late retry is of no use.
constexpr milliseconds kMomento[]{0s};

// The whole schedule with every jitter at its longest: no attempt is cut off by chance, and a
// delivery that was held all the time still ends.
milliseconds longestRun(const std::vector<milliseconds> &delays)
{
    const milliseconds sum = std::accumulate(delays.begin(), delays.end(), milliseconds{});
    return sum + sum / 5;
}

} // namespace

RetrySchedule::RetrySchedule(const DeliverySettings &settings)
{
    m_deadline = kDeadline;
    switch (settings.schedule) {
    case ScheduleName::Standard:
        m_delays.assign(std::begin(kStandard), std::end(kStandard));
        m_timeToLive = longestRun(m_delays);
        break;
    case ScheduleName::Chat:
        m_delays.assign(std::begin(kChat), std::end(kChat));
        m_timeToLive = kChatTimeToLive;
        break;
    case ScheduleName::Momento:
        m_delays.assign(std::begin(kMomento), std::end(kMomento));
        m_deadline = kMomentoDeadline;
        break;
    case ScheduleName::Custom:
        m_delays.push_back({});
        m_delays.insert(m_delays.end(), settings.delays.begin(), settings.delays.end());
        m_timeToLive = std::max(longestRun(m_delays), kCustomTimeToLive);
        break;
    }
    if (settings.deadline.count() > 0)
        m_deadline = settings.deadline;
}

std::optional<RetryStep> RetrySchedule::before(std::uint32_t attempt, double jitter,
                                               std::optional<milliseconds> retryAfter) const
{
    assert(attempt >= 1);
    if (attempt > m_delays.size())
        return std::nullopt;
    const double sample = attempt == 2 ? std::abs(jitter) : jitter; // the first wait only grows
    const milliseconds base = m_delays[attempt - 1];
    const auto extra = std::llround(static_cast<double>(base.count()) * kJitterShare * sample);

    RetryStep step{base + milliseconds(extra), attempt};
    step.jitterPercent = static_cast<int>(std::lround(kJitterShare * 100 * sample));
    if (retryAfter) {
        const milliseconds asked = std::min<milliseconds>(*retryAfter, kMaxRetryAfter);
        step.byRetryAfter = asked > step.delay;
        step.delay = std::max(asked, step.delay);
    }
    return step;
}

} // namespace parley
