#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/base/result.h"
#include "server/types/attempt.h"
#include "server/types/delivery.h"
#include "server/types/webhook.h"
#include "server/types/webhook_health.h"

namespace parley {

// What the API asks of the delivery engine. Thread: calls from the I/O loop; `done` runs there.
class WebhookControl
{
public:
    using Health = std::map<std::string, WebhookHealth>; // by webhook
    using Headers = std::vector<std::pair<std::string, std::string>>;

    //! Whether a webhook may be so: its URL and what is allowed at its level, its headers,
    //! certificates and filter. InvalidArgument, PermissionDenied.
    virtual Result<void> check(const Webhook &webhook) const = 0;
    virtual void makeSecrets(Webhook &webhook) const = 0; // all that a new one has
    virtual std::string makeSecret() const = 0; // "whsec_..."
    virtual std::string makeMomentoSecret() const = 0;
    virtual std::string makeEd25519Key() const = 0; // "whsk_..."

    //! The headers that prove that \p delivery comes from here, of this moment.
    //! FailedPrecondition: the webhook has no secret that opens.
    virtual Result<Headers> sign(const Webhook &webhook, const Delivery &delivery) const = 0;

    virtual void put(const Webhook &webhook) = 0;
    virtual void remove(const std::string &id) = 0;
    virtual void topicCreated(const TopicKey &key) = 0; // webhooks on its prefix read it too

    virtual void retryNow(const std::string &deliveryId, std::function<void(Result<void>)> done)
        = 0;
    virtual void cancel(const std::string &deliveryId, std::function<void(Result<void>)> done) = 0;
    //! A new delivery of the same message with another body. \return its id.
    virtual void resend(const std::string &deliveryId, std::string body,
                        std::function<void(Result<std::string>)> done)
        = 0;
    //! \param payload what a message of the topic would hold.
    virtual void sendTest(const std::string &webhookId, const std::string &payload,
                          std::function<void(Result<Attempt>)> done)
        = 0;
    //! \param webhookId "": of all.
    virtual void health(const std::string &webhookId, std::function<void(Result<Health>)> done) = 0;
    virtual void prune() = 0; // what the log of deliveries keeps no longer

protected:
    ~WebhookControl() = default; // never deleted through this interface
};

} // namespace parley
