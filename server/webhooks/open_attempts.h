#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "server/base/clock.h"
#include "server/webhooks/attempt_runner.h"
#include "server/webhooks/attempt_settler.h"
#include "server/webhooks/delivery_observer.h"
#include "server/webhooks/endpoint.h"
#include "server/webhooks/journal_writer.h"

namespace parley {

//! The delivery as it is, but for its body: what the journal and the log need.
Delivery withoutBody(const Delivery &delivery);

// The attempts that were begun and are not settled. Each is known to the journal before a byte of
// it goes out: after a crash there is a row that says `unknown` for every request that an endpoint
// may have seen. Functions of this process are called while the journal writes. Thread: webhooks.
//
//   begin -> (journal) -> transmit -> settled
class OpenAttempts final
{
public:
    static constexpr int kMaxConcurrent = 256; // over all endpoints
    static constexpr int kMaxPerHost = 32; // over all endpoints that are there

    struct Parts { // borrowed; outlive this
        const Clock &clock;
        DeliveryObserver &observer;
        AttemptRunner &runner;
        JournalWriter &writer;
        AttemptSettler &settler;
        std::function<Endpoint *(const std::string &)> endpointOf; // null: it was deleted
        std::function<void(const std::string &webhookId)> settled; // room became free
    };

    explicit OpenAttempts(Parts parts) : m_parts(std::move(parts)) {}
    OpenAttempts(const OpenAttempts &) = delete;
    OpenAttempts &operator=(const OpenAttempts &) = delete;

    //! Takes room at the endpoint. The caller stores the entry, then calls transmit() or forget().
    JournalEntry begin(Endpoint &endpoint, ReadyDelivery ready);
    void transmit(const std::string &deliveryId); // the journal has it
    void forget(const std::string &deliveryId); // the journal did not take it

    //! Both of the above, by way of the writer.
    void beginAndStore(Endpoint &endpoint, ReadyDelivery ready, bool freshConnection = false);

    //! Also as a member of a batch.
    bool contains(const std::string &deliveryId) const
    {
        return m_open.contains(deliveryId) || m_members.contains(deliveryId);
    }
    int count() const { return static_cast<int>(m_open.size()); }
    int retries() const { return m_retries; }
    bool hostHasRoom(const Endpoint &endpoint) const;

    bool cancel(const std::string &deliveryId); // false: not open
    void cancelOf(const std::string &webhookId);
    void stop(); // cancels all but functions; from now on a canceled one goes back to the queue

private:
    struct Open {
        ReadyDelivery ready;
        Attempt attempt{}; // as it was begun
        std::uint64_t run = 0; // 0: waits for the journal
        bool isRetry = false;
        bool canceled = false; // while it waits
        bool freshConnection = false;
        std::string host{}; // as the endpoint had it when it began
    };

    void ended(const std::string &deliveryId, AttemptReport report);
    void settle(Endpoint &endpoint, Open open, AttemptReport report);
    void leave(const Open &open); // gives its room back
    void settleWithout(Open &open, AttemptReport &report);

    Parts m_parts;
    std::unordered_map<std::string, Open> m_open; // by delivery
    std::unordered_set<std::string> m_members; // deliveries that others lead
    std::unordered_map<std::string, int> m_perHost; // attempts; none is 0
    int m_retries = 0;
    bool m_stopping = false;
};

} // namespace parley
