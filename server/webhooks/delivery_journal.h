#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/feed_position.h"
#include "server/types/webhook.h"
#include "server/types/webhook_hour.h"

namespace parley {

// A delivery as it shall be stored, with the attempt that changed it. While a delivery is `sending`
// its attempt is stored with the outcome `unknown`, which is what it is until it ends.
struct JournalEntry {
    Delivery delivery;
    std::optional<Attempt> attempt{}; // replaces the one of the same number
    std::vector<Delivery> members{}; // others of its batch, which went the same way
    std::optional<WebhookFailures> failures{}; // of its webhook, when they changed
};

struct WebhookStateChange {
    std::string webhookId{};
    WebhookState state = WebhookState::Disabled;
    std::string reason{};
};

// First attempts and retries wait in lines of their own, so that neither starves the other.
enum class DeliveryLane : std::uint8_t { First, Retry };

struct ReadyQuery {
    std::string webhookId{};
    DeliveryLane lane = DeliveryLane::First; // First: no attempt was made yet
    UtcTime now{};
    std::size_t limit = 0; // rows
    std::size_t maxBytes = 0; // of bodies; the row that goes over it is the last
};

struct ReadyBatch {
    std::vector<Delivery> deliveries{}; // oldest first, with bodies
    bool more = false; // are ready too
    std::optional<UtcTime> nextDue{}; // of those of the lane that still wait
};

// Where deliveries outlive the broker. Thread: webhooks; `done` runs there too, once, never inside
// the call. Calls take effect in the order they were made, and are answered in it: a later read
// sees an earlier write. A failed write changed nothing.
class DeliveryJournal
{
public:
    virtual ~DeliveryJournal() = default;

    struct Open {
        std::string webhookId{};
        std::uint64_t count = 0; // deliveries that are not final
    };
    struct Recovered {
        std::vector<Open> open{}; // of each webhook that has some
        std::uint64_t lastLine = 0; // of the open deliveries
        std::vector<WebhookHour> hours{}; // the statistics that were stored
    };
    //! At start, before anything else: what was found `sending` becomes `queued`, its attempt stays
    //! as unknown.
    virtual void recover(std::function<void(Result<Recovered>)> done) = 0;

    //! New deliveries and the feed's progress, in one transaction: a crash neither skips an event
    //! nor doubles it. \return the ids that were there already, whose rows are left alone.
    virtual void enqueue(std::vector<JournalEntry> entries, std::optional<FeedPosition> feed,
                         std::function<void(Result<std::vector<std::string>>)> done)
        = 0;

    //! Everything about a delivery but its body; with it, in the same transaction, what its attempt
    //! did to the webhook.
    virtual void update(JournalEntry entry, std::optional<WebhookStateChange> webhook,
                        std::function<void(Result<void>)> done)
        = 0;

    //! What may be sent now: queued and held ones, and those whose waiting is over. One that would
    //! have to wait for more than kFarthestDue is ready too: the clock was set back since.
    virtual void nextReady(ReadyQuery query, std::function<void(Result<ReadyBatch>)> done) = 0;
    static constexpr std::chrono::hours kFarthestDue{203}; // kMaxDelay and its jitter

    //! All open deliveries of a webhook, without bodies, in no order.
    virtual void openOf(std::string webhookId,
                        std::function<void(Result<std::vector<Delivery>>)> done)
        = 0;

    //! These, with bodies, in this order; NotFound when one is missing.
    virtual void findAll(std::vector<std::string> deliveryIds,
                         std::function<void(Result<std::vector<Delivery>>)> done)
        = 0;

    virtual void find(std::string deliveryId, std::function<void(Result<Delivery>)> done) = 0;

    //! Cancels up to \p limit open deliveries of a webhook. \return them, without bodies.
    virtual void cancelOpen(std::string webhookId, std::size_t limit,
                            std::function<void(Result<std::vector<Delivery>>)> done)
        = 0;

    //! The wall clock was set: moves the end of every waiting by as much.
    virtual void shiftWaiting(std::chrono::milliseconds by, std::function<void(Result<void>)> done)
        = 0;

    virtual void feedPosition(std::string webhookId, TopicKey key,
                              std::function<void(Result<std::optional<Position>>)> done)
        = 0;

    //! Statistics; they are lost without a word when they cannot be written.
    virtual void storeHours(std::vector<WebhookHour> hours) = 0;
    //! Removes what is kept no longer, in parts.
    virtual void prune() = 0;
};

} // namespace parley
