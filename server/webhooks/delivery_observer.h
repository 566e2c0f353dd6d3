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

protected:
    ~DeliveryObserver() = default; // never deleted through this interface
};

} // namespace parley
