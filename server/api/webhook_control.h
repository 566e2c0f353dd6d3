#pragma once

#include <functional>
#include <string>

#include "server/base/result.h"
#include "server/types/attempt.h"
#include "server/types/webhook.h"

namespace parley {

// What the API asks of the delivery engine. Thread: calls from the I/O loop; `done` runs there.
class WebhookControl
{
public:
    //! Whether a webhook may have this URL: its form, and what is allowed at the address level.
    virtual Result<void> checkUrl(const std::string &url, AddressLevel level) const = 0;
    virtual void makeSecrets(Webhook &webhook) const = 0;
    virtual void put(const Webhook &webhook) = 0;
    virtual void remove(const std::string &id) = 0;
    virtual void retryNow(const std::string &deliveryId, std::function<void(Result<void>)> done)
        = 0;
    virtual void cancel(const std::string &deliveryId, std::function<void(Result<void>)> done) = 0;
    virtual void sendTest(const std::string &webhookId, const std::string &text,
                          std::function<void(Result<Attempt>)> done)
        = 0;

protected:
    ~WebhookControl() = default; // never deleted through this interface
};

} // namespace parley
