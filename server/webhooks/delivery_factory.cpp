#include "server/webhooks/delivery_factory.h"

#include <span>
#include <utility>

#include "server/base/digest.h"
#include "server/base/ulid.h"
#include "server/webhooks/body_writer.h"

namespace parley {

std::string deliveryId(const Webhook &webhook, const PublishedMessage &message)
{
    // A line break stands in no name and no id, so no two places give the same text.
    std::string place = message.key.nameSpace.text() + '\n' + message.key.topic.text() + '\n';
    place += std::to_string(message.position.page) + '\n';
    place += std::to_string(message.position.sequence) + '\n' + webhook.id;
    const Sha256Digest digest = sha256(place);
    return "msg_" + makeUlid(message.time, std::span(digest).first<10>());
}

Delivery makeDelivery(const Webhook &webhook, const PublishedMessage &message, UtcTime now)
{
    Delivery delivery{
        .id = deliveryId(webhook, message), .webhookId = webhook.id, .key = message.key};
    delivery.position = message.position;
    delivery.publisherId = message.publisherId;
    delivery.createdAt = now;
    delivery.body = writeBody(webhook.format, message, delivery.id, now);
    if (delivery.body.size() > kMaxRequestBodyBytes) {
        delivery.body.clear();
        delivery.state = DeliveryState::Dead;
        delivery.reason = DeadReason::Rejected;
    }
    return delivery;
}

Delivery editedDelivery(const Delivery &edited, const std::string &ulid, UtcTime now)
{
    Delivery delivery{.id = "msg_" + ulid, .webhookId = edited.webhookId, .key = edited.key};
    delivery.position = edited.position;
    delivery.publisherId = edited.publisherId;
    delivery.createdAt = now;
    delivery.body = edited.body;
    delivery.hops = edited.hops;
    return delivery;
}

} // namespace parley
