#include "server/webhooks/attempt_settler.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace parley {
namespace {

using namespace std::chrono;
using Next = AttemptVerdict::Next;

// "2 h 5 m", "5 m 12 s", "3.2 s": two units, for people.
std::string inWords(milliseconds time)
{
    const auto s = duration_cast<seconds>(time).count();
    if (s >= 3600)
        return std::to_string(s / 3600) + " h " + std::to_string(s % 3600 / 60) + " m";
    if (s >= 60)
        return std::to_string(s / 60) + " m " + std::to_string(s % 60) + " s";
    return std::to_string(s) + "." + std::to_string(time.count() % 1000 / 100) + " s";
}

std::string decisionOf(const RetryStep &step)
{
    std::string text = "next in " + inWords(step.delay);
    if (step.byRetryAfter)
        return text + ": Retry-After";
    text += ": step " + std::to_string(step.step) + ", jitter ";
    return text + (step.jitterPercent < 0 ? "" : "+") + std::to_string(step.jitterPercent) + " %";
}

// The steps of an alert, in failures in a row.
std::optional<int> percentOf(std::uint64_t failures)
{
    for (const int percent : {50, 70, 90, 100})
        if (failures * 100 == AttemptSettler::kFailures * static_cast<std::uint64_t>(percent))
            return percent;
    return std::nullopt;
}

// What says something about the endpoint.
bool isTelling(const Attempt &attempt)
{
    return attempt.outcome != parley::Outcome::Canceled
        && attempt.outcome != parley::Outcome::Unknown
        && attempt.outcome != parley::Outcome::BlockedAddress && attempt.trigger != Trigger::Test;
}

} // namespace

bool AttemptSettler::isExpired(const Endpoint &endpoint, const Delivery &delivery) const
{
    const auto life = endpoint.schedule().eventTimeToLive();
    return life && m_clock.utc() - delivery.createdAt >= *life;
}

AttemptSettler::Outcome AttemptSettler::settle(Endpoint &endpoint, Delivery &delivery,
                                               AttemptReport &report, bool stopping)
{
    Attempt &attempt = report.attempt;
    const AttemptVerdict verdict = judgeAttempt(
        report, endpoint.webhook().callsFunction(),
        endpoint.webhook().settings.clientErrors == ClientErrors::Final, m_clock.utc());
    tellBreaker(endpoint, report, verdict);
    if (verdict.slowDown)
        endpoint.slowDown();
    if (verdict.holdEndpoint)
        endpoint.holdUntil(
            m_clock.monotonic()
            + std::min<milliseconds>(*verdict.retryAfter, RetrySchedule::kMaxRetryAfter));
    Outcome outcome;
    if (verdict.next != Next::Resend)
        count(endpoint, attempt, outcome);
    switch (verdict.next) {
    case Next::Delivered:
        delivery.state = DeliveryState::Delivered;
        delivery.reason = DeadReason::None;
        attempt.decision = "delivered";
        break;
    case Next::Dead: die(endpoint, delivery, attempt, verdict.reason); break;
    case Next::Canceled:
        delivery.state = stopping ? DeliveryState::Queued : DeliveryState::Canceled;
        attempt.decision = stopping ? "sent again after the start" : "canceled";
        break;
    case Next::Resend:
        outcome.sendAgain = !stopping;
        delivery.state = DeliveryState::Queued;
        attempt.decision = "sent again at once on a fresh connection";
        break;
    case Next::Retry: retryLater(endpoint, delivery, attempt, verdict); break;
    }
    const std::string why = verdict.disable.empty() ? whyFailing(endpoint) : verdict.disable;
    if (!why.empty()) {
        endpoint.disable(why);
        outcome.webhook = WebhookStateChange{endpoint.webhook().id, WebhookState::Disabled, why};
    }
    return outcome;
}

// Where an order is kept to the letter, what cannot be delivered stays at the head until a person
// decides.
void AttemptSettler::die(const Endpoint &endpoint, Delivery &delivery, Attempt &attempt,
                         DeadReason reason)
{
    const bool stalls
        = endpoint.keepsOrder() && endpoint.webhook().settings.whenDead == WhenDead::Stall;
    delivery.state = stalls ? DeliveryState::Held : DeliveryState::Dead;
    delivery.reason = reason;
    delivery.nextAttemptAt.reset();
    attempt.decision
        = (stalls ? "held, and what is behind it: " : "dead: ") + std::string(wireName(reason));
}

void AttemptSettler::count(Endpoint &endpoint, const Attempt &attempt, Outcome &outcome)
{
    if (!isTelling(attempt))
        return;
    EndpointStatistics &statistics = endpoint.statistics;
    const bool succeeded = attempt.outcome == parley::Outcome::Ok;
    statistics.count(m_clock.utc(), succeeded, attempt.timing.total);
    const std::uint64_t failures = statistics.consecutiveFailures;
    const std::uint64_t enough = std::min(failures, kFailures); // to judge by
    if (enough != std::exchange(statistics.storedFailures, enough))
        outcome.failures = WebhookFailures{enough, statistics.failingSince};
    if (!succeeded)
        outcome.alertPercent = percentOf(failures);
}

std::string AttemptSettler::whyFailing(const Endpoint &endpoint) const
{
    const EndpointStatistics &statistics = endpoint.statistics;
    const bool isLong
        = statistics.failingSince && m_clock.utc() - *statistics.failingSince >= kDisableAfter;
    if (!isLong || statistics.consecutiveFailures < kFailures)
        return {};
    return "failing: no attempt has succeeded for 5 days";
}

void AttemptSettler::tellBreaker(Endpoint &endpoint, const AttemptReport &report,
                                 const AttemptVerdict &verdict)
{
    // A message that was refused for good says that the endpoint works; one that was never sent
    // says nothing.
    const bool refused = verdict.next == Next::Dead && verdict.reason != DeadReason::Blocked;
    if (verdict.next == Next::Delivered) {
        endpoint.breaker().attemptSucceeded(m_clock.monotonic());
        endpoint.countSuccess();
    } else if (refused) {
        endpoint.breaker().attemptSucceeded(m_clock.monotonic());
    } else if (verdict.next == Next::Retry && report.attempt.trigger != Trigger::Test) {
        endpoint.breaker().attemptFailed(m_clock.monotonic());
    } else {
        endpoint.breaker().attemptAbandoned();
    }
}

void AttemptSettler::retryLater(Endpoint &endpoint, Delivery &delivery, Attempt &attempt,
                                const AttemptVerdict &verdict)
{
    const double jitter = m_random.unit() * 2 - 1;
    const auto step = endpoint.schedule().before(delivery.attempts + 1, jitter, verdict.retryAfter);
    if (!step) {
        die(endpoint, delivery, attempt, DeadReason::Exhausted);
        return;
    }
    const UtcTime next = m_clock.utc() + step->delay;
    const auto life = endpoint.schedule().eventTimeToLive();
    if (life && next - delivery.createdAt >= *life) {
        die(endpoint, delivery, attempt, DeadReason::Expired);
        return;
    }
    delivery.state = DeliveryState::Waiting;
    delivery.nextAttemptAt = next;
    endpoint.waitUntil(m_clock.monotonic() + step->delay);
    attempt.decision = decisionOf(*step);
}

} // namespace parley
