#include "server/broker/delivery_events.h"

#include "server/api/resource_json.h"

namespace parley {

void DeliveryEvents::deliveryChanged(const Delivery &delivery)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("kind", "delivery").key("delivery");
    writeDelivery(writer, delivery, false);
    writer.endObject();
    m_events.publish(EventTopic::Deliveries, std::move(json));
}

void DeliveryEvents::attemptMade(const Delivery &delivery, const Attempt &attempt)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("kind", "attempt").key("delivery");
    writeDelivery(writer, delivery, false);
    writer.key("attempt");
    writeAttempt(writer, attempt, false);
    writer.endObject();
    m_events.publish(EventTopic::Deliveries, std::move(json));
}

// With the message, so that whoever is alerted can act on it: only admins read this topic.
void DeliveryEvents::webhookAlert(const Alert &alert)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("kind", "alert")
        .member("percent", alert.percent)
        .member("consecutiveFailures", alert.consecutiveFailures)
        .member("cause", alert.cause)
        .key("webhook");
    writeWebhook(writer, alert.webhook);
    writer.key("delivery");
    writeDelivery(writer, alert.delivery, true);
    writer.endObject();
    m_events.publish(EventTopic::Webhooks, std::move(json));
}

void DeliveryEvents::webhookChanged(const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("kind", "webhook").key("webhook");
    writeWebhook(writer, webhook);
    writer.endObject();
    m_events.publish(EventTopic::Deliveries, json);
    m_events.publish(EventTopic::Webhooks, std::move(json));
    // Of what the engine has, no more than it decides on: the rest may have been changed meanwhile,
    // or deleted.
    m_loop.post([this, id = webhook.id, state = webhook.state, reason = webhook.stateReason] {
        if (const Webhook *found = m_webhooks.find(id)) {
            Webhook changed = *found;
            changed.state = state;
            changed.stateReason = reason;
            m_webhooks.put(changed);
        }
    });
}

} // namespace parley
