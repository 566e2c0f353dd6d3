#pragma once

#include "server/api/webhook_list.h"
#include "server/base/executor.h"
#include "server/topics/event_topics.h"
#include "server/webhooks/delivery_observer.h"

namespace parley {

// Says on $events/deliveries what happens to deliveries, and on $events/webhooks what happens to
// webhooks: who fails, and who was disabled. Keeps the API's list of webhooks true
// when an endpoint's answer disabled one. Thread: webhooks; the list is changed on the I/O loop.
class DeliveryEvents final : public DeliveryObserver
{
public:
    DeliveryEvents(EventTopics &events, Executor &loop, WebhookList &webhooks) :
        m_events(events), m_loop(loop), m_webhooks(webhooks)
    {
    }

    void deliveryChanged(const Delivery &delivery) override;
    void attemptMade(const Delivery &delivery, const Attempt &attempt) override;
    void webhookChanged(const Webhook &webhook) override;
    void webhookAlert(const Alert &alert) override;

private:
    EventTopics &m_events;
    Executor &m_loop;
    WebhookList &m_webhooks;
};

} // namespace parley
