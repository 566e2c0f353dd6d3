#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/base/random.h"
#include "server/webhooks/attempt_verdict.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/endpoint.h"

namespace parley {

// What an attempt's end means for its delivery and its endpoint: both are changed here and nowhere
// else. Thread: webhooks.
class AttemptSettler final
{
public:
    AttemptSettler(const Clock &clock, Random &random) : m_clock(clock), m_random(random) {}

    struct Outcome {
        bool sendAgain = false; // at once, on a fresh connection, as an attempt of its own
        std::optional<WebhookStateChange> webhook{}; // when the endpoint was disabled
        std::optional<WebhookFailures> failures{}; // when they changed so that it must be stored
        std::optional<int> alertPercent{}; // see DeliveryObserver::Alert
    };

    //! So many failures in a row are worth an alert, and with kDisableAfter without a success they
    //! disable the endpoint.
    static constexpr std::uint64_t kFailures = 20;
    static constexpr std::chrono::hours kDisableAfter{120};

    //! Sets the delivery's state, reason and next attempt, the attempt's decision, and the
    //! endpoint's breaker, throttle, room and next due time. \p stopping: a canceled attempt goes
    //! back to the queue.
    Outcome settle(Endpoint &endpoint, Delivery &delivery, AttemptReport &report, bool stopping);

    //! Whether the delivery's time is over: nothing is sent any more.
    bool isExpired(const Endpoint &endpoint, const Delivery &delivery) const;

private:
    void count(Endpoint &endpoint, const Attempt &attempt, Outcome &outcome);
    void die(const Endpoint &endpoint, Delivery &delivery, Attempt &attempt, DeadReason reason);
    std::string whyFailing(const Endpoint &endpoint) const; // "": it need not be disabled
    void tellBreaker(Endpoint &endpoint, const AttemptReport &report,
                     const AttemptVerdict &verdict);
    void retryLater(Endpoint &endpoint, Delivery &delivery, Attempt &attempt,
                    const AttemptVerdict &verdict);

    const Clock &m_clock;
    Random &m_random;
};

} // namespace parley
