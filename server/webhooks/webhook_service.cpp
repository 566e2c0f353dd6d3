#include "server/webhooks/webhook_service.h"

#include <atomic>
#include <future>
#include <optional>
#include <utility>

#include <QThread>

#include "server/base/thread_resources.h"
#include "server/webhooks/delivery_engine.h"
#include "server/webhooks/feeds.h"
#include "server/webhooks/loop_executor.h"

namespace parley {
namespace {

// A `done` that runs exactly once: when it is answered, or when it is dropped unanswered because
// the thread stopped. Thread: any, one at a time.
template <typename T>
class Reply
{
public:
    explicit Reply(std::function<void(Result<T>)> done) :
        m_state(std::make_shared<State>(std::move(done)))
    {
    }
    void operator()(Result<T> result) const { m_state->answer(std::move(result)); }

private:
    struct State {
        explicit State(std::function<void(Result<T>)> d) : done(std::move(d)) {}
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        ~State() { answer(Error{ErrorCode::Unavailable, "webhooks are not running"}); }
        void answer(Result<T> result)
        {
            if (const auto run = std::exchange(done, nullptr))
                run(std::move(result));
        }
        std::function<void(Result<T>)> done;
    };

    std::shared_ptr<State> m_state;
};

} // namespace

// What lives on the webhooks thread.
class WebhookService::Room final
{
public:
    Room(Parts &parts, Executor &executor) :
        m_log(parts.log, "parley.webhooks"), m_journal(parts.makeJournal(executor)),
        m_client(parts.clock, m_resolver, parts.policy, parts.limits),
        m_runner(parts.clock, m_client, parts.functions, parts.lambdaAddress),
        m_engine({parts.clock, parts.random, *m_journal, parts.observer, m_runner, m_log})
    {
        const auto offer
            = [this](const std::string &id, const std::vector<PublishedMessage> &messages,
                     Feed::Offered offered) { m_engine.offer(id, messages, std::move(offered)); };
        if (parts.topics)
            m_feeds.emplace(Feed::Parts{*m_journal, *parts.topics, executor, offer, m_log});
    }

    DeliveryEngine &engine() { return m_engine; }

    void start(std::vector<Webhook> webhooks, const Reply<void> &reply)
    {
        for (const Webhook &webhook : webhooks)
            m_engine.putWebhook(webhook);
        m_engine.start([this, webhooks = std::move(webhooks), reply](Result<void> started) {
            if (started)
                for (const Webhook &webhook : webhooks)
                    feed(webhook);
            reply(std::move(started));
        });
    }

    void put(const Webhook &webhook)
    {
        m_engine.putWebhook(webhook);
        feed(webhook);
    }

    void remove(const std::string &webhookId)
    {
        if (m_feeds)
            m_feeds->remove(webhookId);
        m_engine.removeWebhook(webhookId);
    }

    void prune() { m_journal->prune(); }

    void topicCreated(const TopicKey &key)
    {
        if (m_feeds)
            m_feeds->topicCreated(key);
    }

    void stop(std::function<void()> done)
    {
        if (m_feeds)
            m_feeds->clear();
        m_engine.stop(std::move(done));
    }

private:
    void feed(const Webhook &webhook)
    {
        if (m_feeds)
            m_feeds->put(webhook);
    }

    Log m_log;
    std::unique_ptr<DeliveryJournal> m_journal;
    SystemHostResolver m_resolver;
    HttpDeliveryClient m_client;
    AttemptRunner m_runner;
    DeliveryEngine m_engine;
    std::optional<Feeds> m_feeds; // none: messages are only offered
};

// Owns the thread. What it runs there is made there and destroyed there.
class WebhookService::Thread final
{
public:
    explicit Thread(Parts parts) : m_parts(std::move(parts))
    {
        m_thread.setObjectName(QStringLiteral("webhooks"));
        m_executor.moveToThread(&m_thread);
        m_thread.start();
        m_executor.post([this] { m_room = std::make_unique<Room>(m_parts, m_executor); });
    }
    ~Thread() { stop(); }

    Executor &executor() { return m_executor; }

    //! \p task gets the room, on its thread; it is dropped when the thread has stopped.
    template <typename Task>
    void post(Task task)
    {
        if (m_stopped)
            return; // what it held is answered now, see Reply
        m_executor.post([this, task = std::move(task)]() mutable {
            if (m_room)
                task(*m_room);
        });
    }

    void stop()
    {
        if (m_stopped)
            return;
        const auto drained = std::make_shared<std::promise<void>>();
        std::future<void> wait = drained->get_future();
        post([drained](Room &room) { room.stop([drained] { drained->set_value(); }); });
        m_stopped = true;
        if (wait.wait_for(kStopTime) != std::future_status::ready)
            Log(m_parts.log, "parley.webhooks").warning("stopped before all was stored");
        m_executor.post([this] {
            m_room.reset();
            releaseThreadResources();
            m_thread.quit();
        });
        m_thread.wait();
    }

private:
    Parts m_parts;
    QThread m_thread;
    LoopExecutor m_executor;
    std::unique_ptr<Room> m_room; // webhooks thread only
    std::atomic<bool> m_stopped{false};
};

WebhookService::WebhookService(Parts parts) : m_thread(std::make_unique<Thread>(std::move(parts)))
{
}

WebhookService::~WebhookService() = default;

Result<void> WebhookService::start(std::vector<Webhook> webhooks)
{
    std::promise<Result<void>> started;
    std::future<Result<void>> wait = started.get_future();
    Reply<void> reply([&started](Result<void> result) { started.set_value(std::move(result)); });
    m_thread->post([reply = std::move(reply), webhooks = std::move(webhooks)](Room &room) mutable {
        room.start(std::move(webhooks), reply);
    });
    return wait.get();
}

void WebhookService::stop()
{
    m_thread->stop();
}

void WebhookService::putWebhook(Webhook webhook)
{
    m_thread->post([webhook = std::move(webhook)](Room &room) { room.put(webhook); });
}

void WebhookService::removeWebhook(std::string webhookId)
{
    m_thread->post([webhookId = std::move(webhookId)](Room &room) { room.remove(webhookId); });
}

void WebhookService::offer(std::string webhookId, std::vector<PublishedMessage> messages, Done done)
{
    m_thread->post([webhookId = std::move(webhookId), messages = std::move(messages),
                    reply = Reply<void>(std::move(done))](Room &room) {
        room.engine().offer(webhookId, messages, reply);
    });
}

void WebhookService::retryNow(std::string deliveryId, Done done)
{
    m_thread->post([deliveryId = std::move(deliveryId), reply = Reply<void>(std::move(done))](
                       Room &room) { room.engine().retryNow(deliveryId, reply); });
}

void WebhookService::cancel(std::string deliveryId, Done done)
{
    m_thread->post([deliveryId = std::move(deliveryId), reply = Reply<void>(std::move(done))](
                       Room &room) { room.engine().cancel(deliveryId, reply); });
}

void WebhookService::resend(std::string deliveryId, std::string body,
                            std::function<void(Result<std::string>)> done)
{
    m_thread->post([deliveryId = std::move(deliveryId), body = std::move(body),
                    reply = Reply<std::string>(std::move(done))](Room &room) {
        room.engine().resend(deliveryId, body, reply);
    });
}

void WebhookService::sendTest(std::string webhookId, std::string payload,
                              std::function<void(Result<Attempt>)> done)
{
    m_thread->post([webhookId = std::move(webhookId), payload = std::move(payload),
                    reply = Reply<Attempt>(std::move(done))](Room &room) {
        room.engine().sendTest(webhookId, payload, reply);
    });
}

void WebhookService::topicCreated(TopicKey key)
{
    m_thread->post([key = std::move(key)](Room &room) { room.topicCreated(key); });
}

void WebhookService::health(std::string webhookId,
                            std::function<void(Result<std::map<std::string, WebhookHealth>>)> done)
{
    m_thread->post([webhookId = std::move(webhookId),
                    reply = Reply<std::map<std::string, WebhookHealth>>(std::move(done))](
                       Room &room) { reply(room.engine().health(webhookId)); });
}

void WebhookService::prune()
{
    m_thread->post([](Room &room) { room.prune(); });
}

Executor &WebhookService::executor()
{
    return m_thread->executor();
}

} // namespace parley
