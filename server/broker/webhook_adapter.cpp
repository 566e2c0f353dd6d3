#include "server/broker/webhook_adapter.h"

#include "server/webhooks/endpoint_url.h"
#include "server/webhooks/signer.h"
#include "server/webhooks/store_delivery_journal.h"

namespace parley {

WebhookAdapter::WebhookAdapter(Parts parts) :
    m_parts(parts), m_deliveryEvents(parts.events, parts.loop, parts.webhooks)
{
}

WebhookAdapter::~WebhookAdapter() = default;

Result<void> WebhookAdapter::start(std::vector<std::uint16_t> ownPorts)
{
    m_policy = AddressPolicy({.ports = std::move(ownPorts), .isOwnAddress = isInterfaceAddress});
    const auto makeJournal = [&store = m_parts.store](Executor &executor) {
        return std::make_unique<StoreDeliveryJournal>(store, executor);
    };
    m_service = std::make_unique<WebhookService>(WebhookService::Parts{
        .clock = m_parts.clock,
        .random = m_parts.random,
        .log = m_parts.log,
        .observer = m_deliveryEvents,
        .functions = m_parts.functions,
        .makeJournal = makeJournal,
        .topics = &m_parts.topics,
        .policy = m_policy,
    });
    std::vector<Webhook> webhooks;
    for (const auto &[id, webhook] : m_parts.webhooks.all())
        webhooks.push_back(webhook);
    return m_service->start(std::move(webhooks));
}

void WebhookAdapter::stop()
{
    if (m_service)
        m_service->stop();
}

// Answers of the engine come on its thread; the API lives on the loop.
template <typename T>
std::function<void(Result<T>)> WebhookAdapter::onLoop(std::function<void(Result<T>)> done)
{
    return [&loop = m_parts.loop, done = std::move(done)](Result<T> result) {
        loop.post([done, result = std::move(result)] { done(result); });
    };
}

Result<void> WebhookAdapter::checkUrl(const std::string &url, AddressLevel level) const
{
    return checkWebhookUrl(url, level, m_policy);
}

void WebhookAdapter::makeSecrets(Webhook &webhook) const
{
    webhook.secret = makeWebhookSecret(m_parts.random);
    webhook.momentoSecret = makeMomentoSecret(m_parts.random);
}

void WebhookAdapter::put(const Webhook &webhook)
{
    m_service->putWebhook(webhook);
}

void WebhookAdapter::remove(const std::string &id)
{
    m_service->removeWebhook(id);
}

void WebhookAdapter::retryNow(const std::string &deliveryId, std::function<void(Result<void>)> done)
{
    m_service->retryNow(deliveryId, onLoop(std::move(done)));
}

void WebhookAdapter::cancel(const std::string &deliveryId, std::function<void(Result<void>)> done)
{
    m_service->cancel(deliveryId, onLoop(std::move(done)));
}

void WebhookAdapter::sendTest(const std::string &webhookId, const std::string &text,
                              std::function<void(Result<Attempt>)> done)
{
    m_service->sendTest(webhookId, text, onLoop(std::move(done)));
}

} // namespace parley
