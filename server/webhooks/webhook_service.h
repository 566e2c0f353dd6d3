#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/base/executor.h"
#include "server/base/log.h"
#include "server/base/random.h"
#include "server/base/result.h"
#include "server/types/attempt.h"
#include "server/types/message.h"
#include "server/types/webhook.h"
#include "server/types/webhook_health.h"
#include "server/webhooks/address_policy.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/delivery_observer.h"
#include "server/webhooks/function_target.h"
#include "server/webhooks/http_delivery.h"

namespace parley {

class TopicRegistry;

// The webhooks' thread and all that lives on it. No Qt in this header.
// Thread: any; what is asked for happens on the webhooks thread, and every `done` runs there, once,
// also when the service stops meanwhile (Unavailable; then perhaps on the thread that stops it).
class WebhookService final
{
public:
    //! What stop() waits for attempts and for the journal, at most.
    static constexpr std::chrono::milliseconds kStopTime{4'000};

    struct Parts { // borrowed unless values; outlive the service
        const Clock &clock;
        Random &random;
        LogSink &log;
        DeliveryObserver &observer;
        FunctionTarget &functions;
        //! Called once on the webhooks thread. The executor runs tasks on that thread.
        std::function<std::unique_ptr<DeliveryJournal>(Executor &)> makeJournal;
        const TopicRegistry *topics = nullptr; // read by a feed per webhook; null: offer() only
        AddressPolicy policy{};
        HttpDeliveryLimits limits{};
        std::string lambdaAddress{}; // of AWS Lambda, in place of the region's own; "": that
    };
    using Done = std::function<void(Result<void>)>;

    explicit WebhookService(Parts parts); // starts the thread
    ~WebhookService(); // stop()
    WebhookService(const WebhookService &) = delete;
    WebhookService &operator=(const WebhookService &) = delete;

    //! Takes up what an earlier run left of these webhooks. Blocks until the journal was read.
    Result<void> start(std::vector<Webhook> webhooks);
    //! Open attempts end as canceled, their deliveries stay queued. Blocks for 5 s at most.
    void stop();

    void putWebhook(Webhook webhook);
    void removeWebhook(std::string webhookId);
    void topicCreated(TopicKey key);
    void offer(std::string webhookId, std::vector<PublishedMessage> messages, Done done);
    void retryNow(std::string deliveryId, Done done);
    void cancel(std::string deliveryId, Done done);
    void resend(std::string deliveryId, std::string body,
                std::function<void(Result<std::string>)> done);
    void sendTest(std::string webhookId, std::string payload,
                  std::function<void(Result<Attempt>)> done);
    //! \param webhookId "": of all.
    void health(std::string webhookId,
                std::function<void(Result<std::map<std::string, WebhookHealth>>)> done);

    void prune(); // what the journal keeps no longer

    Executor &executor(); // the webhooks thread

private:
    class Room;
    class Thread;
    std::unique_ptr<Thread> m_thread;
};

} // namespace parley
