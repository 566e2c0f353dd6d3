#pragma once

#include <memory>

#include "server/api/webhook_control.h"
#include "server/api/webhook_list.h"
#include "server/base/random.h"
#include "server/broker/delivery_events.h"
#include "server/store/store.h"
#include "server/webhooks/webhook_service.h"

namespace parley {

// The delivery engine as the API sees it. Thread: I/O loop, but for start() and stop(), which are
// the broker's.
class WebhookAdapter final : public WebhookControl
{
public:
    struct Parts { // borrowed; outlive this
        Executor &loop;
        Store &store;
        const TopicRegistry &topics;
        EventTopics &events;
        WebhookList &webhooks;
        FunctionTarget &functions;
        const Clock &clock;
        Random &random;
        LogSink &log;
    };

    explicit WebhookAdapter(Parts parts);
    ~WebhookAdapter();

    //! Takes up what the last run left. \param ownPorts where no webhook may call. \param
    //! lambdaAddress see BrokerOptions. Waits for the journal; the store must be running.
    Result<void> start(std::vector<std::uint16_t> ownPorts, const std::string &lambdaAddress);
    void stop(); // waits, 5 s at most

    Result<void> check(const Webhook &webhook) const override;
    void makeSecrets(Webhook &webhook) const override;
    std::string makeSecret() const override;
    std::string makeMomentoSecret() const override;
    std::string makeEd25519Key() const override;
    Result<Headers> sign(const Webhook &webhook, const Delivery &delivery) const override;
    void put(const Webhook &webhook) override;
    void remove(const std::string &id) override;
    void topicCreated(const TopicKey &key) override;
    void retryNow(const std::string &deliveryId, std::function<void(Result<void>)> done) override;
    void cancel(const std::string &deliveryId, std::function<void(Result<void>)> done) override;
    void resend(const std::string &deliveryId, std::string body,
                std::function<void(Result<std::string>)> done) override;
    void sendTest(const std::string &webhookId, const std::string &payload,
                  std::function<void(Result<Attempt>)> done) override;
    void health(const std::string &webhookId, std::function<void(Result<Health>)> done) override;
    void prune() override;

private:
    template <typename T>
    std::function<void(Result<T>)> onLoop(std::function<void(Result<T>)> done);

    Parts m_parts;
    DeliveryEvents m_deliveryEvents;
    AddressPolicy m_policy;
    std::unique_ptr<WebhookService> m_service; // null before start()
};

} // namespace parley
