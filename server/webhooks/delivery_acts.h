#pragma once

#include <functional>
#include <string>

#include "server/base/clock.h"
#include "server/base/random.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/delivery_observer.h"
#include "server/webhooks/endpoint.h"
#include "server/webhooks/journal_writer.h"
#include "server/webhooks/open_attempts.h"

namespace parley {

// What a person does to a delivery by hand: send it now, send it with another body, cancel it. It
// does not wait for a breaker, and overtakes nobody where an order is kept. Thread: webhooks.
class DeliveryActs final
{
public:
    struct Parts { // borrowed; outlive this
        const Clock &clock;
        Random &random;
        DeliveryJournal &journal;
        DeliveryObserver &observer;
        JournalWriter &writer;
        OpenAttempts &open;
        std::function<Endpoint *(const std::string &)> endpointOf; // null: it was deleted
        std::function<void(Endpoint &)> changed; // there may be something to send
        std::function<void(const std::string &webhookId)> cancelOpen; // of a deleted webhook
    };
    using Done = std::function<void(Result<void>)>;
    using Resent = std::function<void(Result<std::string>)>; // the new delivery's id

    explicit DeliveryActs(Parts parts) : m_parts(std::move(parts)) {}
    DeliveryActs(const DeliveryActs &) = delete;
    DeliveryActs &operator=(const DeliveryActs &) = delete;

    //! Also one that is final. FailedPrecondition, Busy, or the journal's errors.
    void retryNow(const std::string &deliveryId, Done done);
    //! A new delivery of the same message. PayloadTooLarge, and as above.
    void resend(const std::string &deliveryId, const std::string &body, Resent done);
    //! One that is not final; of a batch that is being sent, all of it.
    void cancel(const std::string &deliveryId, Done done);

private:
    void retryFound(Delivery delivery, const Done &done);
    Result<void> takeItsTurn(Endpoint &endpoint, const Delivery &delivery) const;
    void hurry(Endpoint &endpoint, Delivery delivery, const Done &done);
    void resendFound(const Delivery &delivery, const Resent &done);
    void takeResent(Delivery delivery);
    void cancelFound(Delivery delivery, const Done &done);
    Result<Endpoint *> activeEndpointOf(const Delivery &delivery) const;
    void queueAgain(Delivery &delivery);

    Parts m_parts;
};

} // namespace parley
