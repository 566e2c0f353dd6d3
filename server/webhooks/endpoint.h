#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "server/base/clock.h"
#include "server/protocol/event_pattern.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/message.h"
#include "server/types/webhook.h"
#include "server/types/webhook_health.h"
#include "server/webhooks/circuit_breaker.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/endpoint_statistics.h"
#include "server/webhooks/ordered_line.h"
#include "server/webhooks/pace.h"
#include "server/webhooks/retry_schedule.h"

namespace parley {

// A delivery that is in memory and may be sent as soon as its endpoint has room.
struct ReadyDelivery {
    Delivery delivery; // of a batch the one that leads
    Trigger trigger = Trigger::Auto;
    std::vector<Delivery> members{}; // the others of its batch, in order, with bodies
    bool isTurn = false; // its ordering key is busy until turnEnded()
};

// The deliveries of one webhook that are in memory, and whether it may be sent to. Most of a long
// queue stays in the journal; a lane fetches its next part when it has run dry.
//
//   manual | first attempts | retries      lanes, in this order; retries take half of the room
//   manual | turns of an ordered line      where deliveries keep an order
//
// Thread: webhooks.
class Endpoint final
{
public:
    //! Bodies held in memory per lane, by count and by bytes, whichever comes first.
    static constexpr std::size_t kMaxReady = 64;
    static constexpr std::size_t kMaxReadyBytes = 2 * 1024 * 1024;
    static constexpr std::size_t kMaxManual = 64; // a person's clicks that wait for room
    //! Deliveries that are not final. Further ones are dead at once, to be replayed by a person: an
    //! endpoint that is away for long must not stop those who publish.
    static constexpr std::uint64_t kMaxOpen = 100'000;

    explicit Endpoint(Webhook webhook);

    const Webhook &webhook() const { return *m_webhook; }
    const std::shared_ptr<const Webhook> &sharedWebhook() const { return m_webhook; }
    void setWebhook(Webhook webhook, MonotonicTime now);
    void disable(std::string reason);
    const RetrySchedule &schedule() const { return m_schedule; }

    //! Where it is, for the bound on what one host gets: "host:port"; "" for functions.
    const std::string &host() const { return m_host; }
    bool wants(const PublishedMessage &message) const; // it passes the filter
    std::string orderingKeyOf(const PublishedMessage &message) const; // "": no order is kept

    // What keeps it from being sent to.
    bool isHeld(MonotonicTime now) const; // nothing may be sent, not even a probe
    bool looksHeld(MonotonicTime now) const; // the same, but a probe may be on its way
    void holdUntil(MonotonicTime time); // never shortens
    std::optional<MonotonicTime> heldUntil(MonotonicTime now) const;
    CircuitBreaker &breaker() { return m_breaker; }
    const CircuitBreaker &breaker() const { return m_breaker; }

    // Room, by what it could stand so far and by its own bound on attempts a second.
    bool hasRoom() const { return m_inFlight < m_limit; }
    bool isInPace(MonotonicTime now) const { return m_pace.allows(now); }
    int inFlight() const { return m_inFlight; }
    void slowDown(); // half of the room, at least 1
    void countSuccess(); // one more for every 10 successes

    // Lanes.
    bool lineIsEmpty() const; // of first attempts, in memory and in the journal
    bool acceptsInMemory() const; // one more first attempt; else it stays in the journal
    void addReady(DeliveryLane lane, ReadyDelivery ready);
    bool acceptsManual() const { return m_manual.size() < kMaxManual; }
    void addManual(ReadyDelivery ready);
    std::optional<ReadyDelivery> takeNext(MonotonicTime now, bool retriesAllowed);
    std::optional<ReadyDelivery> remove(const std::string &deliveryId);
    bool holds(const std::string &deliveryId) const;
    bool isInMemory(const std::string &deliveryId) const { return m_inMemory.contains(deliveryId); }
    std::size_t ready(DeliveryLane lane) const { return laneOf(lane).ready.size(); }
    //! Makes queued deliveries held, or held ones queued again. \return those that changed.
    std::vector<const Delivery *> showHeld(bool held);
    void started(const ReadyDelivery &ready, MonotonicTime now);
    void transmitted() { --m_untransmitted; } // or given up before that
    bool isWriting() const { return m_untransmitted > 0; } // some started ones wait for the journal
    void ended(const std::string &deliveryId);

    // Order.
    bool keepsOrder() const { return m_line != nullptr; }
    OrderedLine *line() { return m_line.get(); } // null: none is kept
    void turnEnded(const ReadyDelivery &ready, UtcTime utc, MonotonicTime now);
    bool wantsLine() const { return m_line && !m_line->isLoaded() && !m_loadingLine; }
    void loadingLine() { m_loadingLine = true; }
    void lineLoaded(std::optional<std::vector<Delivery>> deliveries, UtcTime utc,
                    MonotonicTime now);
    std::optional<OrderedLine::Turn> takeMissing(); // a turn whose bodies are in the journal only
    void supply(OrderedLine::Turn turn, std::optional<std::vector<Delivery>> deliveries,
                MonotonicTime now);
    //! When takeNext() may have something that it has not now, but for journal and room.
    std::optional<MonotonicTime> nextTry(MonotonicTime now) const;

    // What the journal has beyond them.
    bool wantsFetch(DeliveryLane lane) const;
    void fetchStarted(DeliveryLane lane);
    void fetchEnded(DeliveryLane lane, bool more);
    void moreInJournal(DeliveryLane lane) { laneOf(lane).more = true; }
    //! All that was fetched is in memory already: to ask again is of use once one of it has ended
    //! or was removed.
    void nothingNew(DeliveryLane lane) { laneOf(lane).waitsForLess = true; }
    void waitUntil(MonotonicTime due); // one more delivery waits
    bool takeDue(MonotonicTime now); // some waiting is over: the retry lane wants a fetch
    std::optional<MonotonicTime> nextDue() const { return m_nextDue; }

    WebhookHealth health(UtcTime utc, MonotonicTime now) const;
    EndpointStatistics statistics{};
    std::uint64_t open = 0; // deliveries that are not final, in memory and in the journal
    //! Never below 0: one that the journal had without our knowing was not counted.
    void noLongerOpen(std::uint64_t count) { open -= std::min(open, count); }
    std::optional<MonotonicTime> wakeAt{}; // the engine's alarm for this endpoint

private:
    struct Lane {
        std::deque<ReadyDelivery> ready{};
        std::size_t bytes = 0;
        bool more = false; // in the journal
        bool fetching = false;
        bool waitsForLess = false; // in memory, before it is worth to fetch
    };

    Lane &laneOf(DeliveryLane lane) { return m_lanes[static_cast<std::size_t>(lane)]; }
    const Lane &laneOf(DeliveryLane lane) const { return m_lanes[static_cast<std::size_t>(lane)]; }
    void lessInMemory(const std::string &deliveryId);
    ReadyDelivery takeFrom(Lane &lane);
    std::optional<ReadyDelivery> takeTurn(MonotonicTime now);
    bool hasTurnByHand() const; // the next turn is one that a person asked for
    static ReadyDelivery readyOf(std::vector<Delivery> deliveries, bool byHand);
    void applySettings(); // of the webhook, which is new
    int maxConcurrent() const;
    void addTimesOfLine(WebhookHealth &health) const;

    std::shared_ptr<const Webhook> m_webhook;
    RetrySchedule m_schedule;
    CircuitBreaker m_breaker{};
    MonotonicTime m_throttledUntil{};
    std::string m_host{};
    std::optional<EventPattern> m_filter{};
    Pace m_pace{};
    int m_limit = 1;
    int m_successes = 0; // since the limit last changed
    int m_inFlight = 0;
    int m_untransmitted = 0; // of them
    int m_retriesInFlight = 0;
    std::deque<ReadyDelivery> m_manual{};
    std::array<Lane, 2> m_lanes{};
    std::unordered_set<std::string> m_inMemory{}; // ready or in flight
    std::unordered_set<std::string> m_flyingRetries{};
    std::optional<MonotonicTime> m_nextDue{};
    std::unique_ptr<OrderedLine> m_line{}; // null: no order is kept
    bool m_loadingLine = false;
    std::deque<ReadyDelivery> m_turns{}; // whose bodies came from the journal
    std::deque<OrderedLine::Turn> m_missing{};
    int m_supplying = 0; // turns whose bodies the journal was asked for
};

} // namespace parley
