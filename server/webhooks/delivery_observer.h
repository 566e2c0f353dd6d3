#pragma once

#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/webhook.h"

namespace parley {

// Hears of everything that happens to deliveries, after it happened. Thread: webhooks. Must not
// call back into the engine.
class DeliveryObserver
{
public:
    virtual void deliveryChanged(const Delivery &delivery) = 0;
    virtual void attemptMade(const Delivery &delivery, const Attempt &attempt) = 0;
    virtual void webhookChanged(const Webhook &webhook) = 0; // by what an endpoint answered

    // An endpoint fails again and again. At 100 percent of 20 failures in a row a person should
    // look; the steps before warn.
    struct Alert {
        const Webhook &webhook;
        const Delivery &delivery; // the one that failed last, with its body
        int percent = 50; // 50, 70, 90, 100
        std::uint64_t consecutiveFailures = 0;
        const std::string &cause; // of the last failure, in words
    };
    virtual void webhookAlert(const Alert &alert) = 0;

protected:
    ~DeliveryObserver() = default; // never deleted through this interface
};

} // namespace parley
