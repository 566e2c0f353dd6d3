#include "server/broker/webhook_adapter.h"

#include "server/webhooks/signer.h"
#include "server/webhooks/store_delivery_journal.h"
#include "server/webhooks/webhook_check.h"

namespace parley {

WebhookAdapter::WebhookAdapter(Parts parts) :
    m_parts(parts), m_deliveryEvents(parts.events, parts.loop, parts.webhooks)
{
}

WebhookAdapter::~WebhookAdapter() = default;

Result<void> WebhookAdapter::start(std::vector<std::uint16_t> ownPorts,
                                   const std::string &lambdaAddress)
{
    m_policy = AddressPolicy({.ports = std::move(ownPorts), .isOwnAddress = isInterfaceAddress});
    const auto makeJournal = [&store = m_parts.store, &clock = m_parts.clock](Executor &executor) {
        return std::make_unique<StoreDeliveryJournal>(store, executor, clock);
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
        .lambdaAddress = lambdaAddress,
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

Result<void> WebhookAdapter::check(const Webhook &webhook) const
{
    return checkWebhook(webhook, m_policy);
}

void WebhookAdapter::makeSecrets(Webhook &webhook) const
{
    webhook.credentials.secret = makeSecret();
    webhook.credentials.momentoSecret = makeMomentoSecret();
}

std::string WebhookAdapter::makeSecret() const
{
    return makeWebhookSecret(m_parts.random);
}

std::string WebhookAdapter::makeMomentoSecret() const
{
    return parley::makeMomentoSecret(m_parts.random);
}

std::string WebhookAdapter::makeEd25519Key() const
{
    return parley::makeEd25519Key(m_parts.random);
}

Result<WebhookControl::Headers> WebhookAdapter::sign(const Webhook &webhook,
                                                     const Delivery &delivery) const
{
    const UtcTime now = m_parts.clock.utc();
    const auto signer = Signer::from(webhook.credentials, now);
    if (!signer)
        return Error{ErrorCode::FailedPrecondition, signer.error().message};
    const std::int64_t timestamp = epochMilliseconds(now) / 1000;
    const Signatures signatures = signer->sign(delivery.id, timestamp, delivery.body);
    Headers headers{{"webhook-id", delivery.id},
                    {"webhook-timestamp", std::to_string(timestamp)},
                    {"webhook-signature", signatures.standard}};
    if (!signatures.momento.empty())
        headers.emplace_back("momento-signature", signatures.momento);
    return headers;
}

void WebhookAdapter::put(const Webhook &webhook)
{
    m_service->putWebhook(webhook);
}

void WebhookAdapter::remove(const std::string &id)
{
    m_service->removeWebhook(id);
}

// Topics are made before the threads start, too; those are known from the registry.
void WebhookAdapter::topicCreated(const TopicKey &key)
{
    if (m_service)
        m_service->topicCreated(key);
}

void WebhookAdapter::retryNow(const std::string &deliveryId, std::function<void(Result<void>)> done)
{
    m_service->retryNow(deliveryId, onLoop(std::move(done)));
}

void WebhookAdapter::cancel(const std::string &deliveryId, std::function<void(Result<void>)> done)
{
    m_service->cancel(deliveryId, onLoop(std::move(done)));
}

void WebhookAdapter::resend(const std::string &deliveryId, std::string body,
                            std::function<void(Result<std::string>)> done)
{
    m_service->resend(deliveryId, std::move(body), onLoop(std::move(done)));
}

void WebhookAdapter::sendTest(const std::string &webhookId, const std::string &payload,
                              std::function<void(Result<Attempt>)> done)
{
    m_service->sendTest(webhookId, payload, onLoop(std::move(done)));
}

void WebhookAdapter::health(const std::string &webhookId, std::function<void(Result<Health>)> done)
{
    m_service->health(webhookId, onLoop(std::move(done)));
}

void WebhookAdapter::prune()
{
    m_service->prune();
}

} // namespace parley
