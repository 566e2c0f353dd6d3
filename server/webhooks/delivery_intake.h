#pragma once

#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/message.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/delivery_observer.h"
#include "server/webhooks/endpoint.h"
#include "server/webhooks/journal_writer.h"
#include "server/webhooks/open_attempts.h"

namespace parley {

// Makes deliveries of messages and stores them together with the feed's position. The first
// attempts of those that an idle endpoint has room for go into the same transaction. Thread:
// webhooks.
//
//   message -> delivery -> journal -> ready, or sent
class DeliveryIntake final
{
public:
    struct Parts { // borrowed; outlive this
        const Clock &clock;
        DeliveryJournal &journal;
        DeliveryObserver &observer;
        JournalWriter &writer;
        OpenAttempts &open;
        std::function<Endpoint *(const std::string &)> endpointOf; // null: it was deleted
        std::function<void(Endpoint *)> taken; // there may be something to send
    };
    using Done = std::function<void(Result<void>)>;

    explicit DeliveryIntake(Parts parts) : m_parts(std::move(parts)) {}
    DeliveryIntake(const DeliveryIntake &) = delete;
    DeliveryIntake &operator=(const DeliveryIntake &) = delete;

    void countOnFrom(std::uint64_t line) { m_lastLine = line; } // of an earlier run

    //! \p done runs once, when all is stored or nothing. Errors: NotFound, FailedPrecondition
    //! (disabled), or the journal's.
    void offer(const std::string &webhookId, const std::vector<PublishedMessage> &messages,
               Done done);

private:
    struct Batch {
        std::vector<JournalEntry> entries{}; // with bodies, for the journal
        std::vector<Delivery> waiting{}; // told and sent once the journal has them
        std::vector<Delivery> called{}; // functions: called while it writes
    };

    Batch prepare(Endpoint &endpoint, const std::vector<PublishedMessage> &messages);
    Delivery make(Endpoint &endpoint, const PublishedMessage &message);
    bool mayStartAtOnce(const Endpoint &endpoint) const;
    void takeUp(const std::string &webhookId, const std::vector<std::string> &ids);
    void stored(const std::string &webhookId, std::vector<Delivery> waiting,
                const std::unordered_set<std::string> &skip);
    void takeOne(Endpoint *endpoint, Delivery delivery, bool skip);

    Parts m_parts;
    std::uint64_t m_lastLine = 0;
};

} // namespace parley
