#include "server/webhooks/webhook_service.h"

#include <atomic>
#include <future>
#include <utility>

#include <QThread>

#include "server/webhooks/delivery_engine.h"
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

    //! \p task gets the engine, on its thread; it is dropped when the thread has stopped.
    template <typename Task>
    void post(Task task)
    {
        if (m_stopped)
            return; // what it held is answered now, see Reply
        m_executor.post([this, task = std::move(task)]() mutable {
            if (m_room)
                task(m_room->engine);
        });
    }

    void stop()
    {
        const auto drained = std::make_shared<std::promise<void>>();
        std::future<void> wait = drained->get_future();
        if (m_stopped)
            return;
        post([drained](DeliveryEngine &engine) {
            engine.stop([drained] { drained->set_value(); });
        });
        m_stopped = true;
        if (wait.wait_for(kStopTime) != std::future_status::ready)
            Log(m_parts.log, "parley.webhooks")
                .warning("stopped with attempts that were not stored");
        m_executor.post([this] {
            m_room.reset();
            m_thread.quit();
        });
        m_thread.wait();
    }

private:
    struct Room {
        Room(Parts &parts, Executor &executor) :
            journal(parts.makeJournal(executor)),
            client(parts.clock, resolver, parts.policy, parts.limits),
            runner(parts.clock, client, parts.functions),
            engine({parts.clock, parts.random, *journal, parts.observer, runner,
                    Log(parts.log, "parley.webhooks")})
        {
        }
        std::unique_ptr<DeliveryJournal> journal;
        SystemHostResolver resolver;
        HttpDeliveryClient client;
        AttemptRunner runner;
        DeliveryEngine engine;
    };

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
    Reply<void> reply([&started](Result<void> result) { started.set_value(result); });
    m_thread->post(
        [reply = std::move(reply), webhooks = std::move(webhooks)](DeliveryEngine &engine) mutable {
            for (Webhook &webhook : webhooks)
                engine.putWebhook(std::move(webhook));
            engine.start(reply);
        });
    return wait.get();
}

void WebhookService::stop()
{
    m_thread->stop();
}

void WebhookService::putWebhook(Webhook webhook)
{
    m_thread->post([webhook = std::move(webhook)](DeliveryEngine &engine) mutable {
        engine.putWebhook(std::move(webhook));
    });
}

void WebhookService::removeWebhook(std::string webhookId)
{
    m_thread->post([webhookId = std::move(webhookId)](DeliveryEngine &engine) {
        engine.removeWebhook(webhookId);
    });
}

void WebhookService::offer(std::string webhookId, std::vector<PublishedMessage> messages, Done done)
{
    m_thread->post([webhookId = std::move(webhookId), messages = std::move(messages),
                    reply = Reply<void>(std::move(done))](DeliveryEngine &engine) {
        engine.offer(webhookId, messages, reply);
    });
}

void WebhookService::retryNow(std::string deliveryId, Done done)
{
    m_thread->post([deliveryId = std::move(deliveryId), reply = Reply<void>(std::move(done))](
                       DeliveryEngine &engine) { engine.retryNow(deliveryId, reply); });
}

void WebhookService::cancel(std::string deliveryId, Done done)
{
    m_thread->post([deliveryId = std::move(deliveryId), reply = Reply<void>(std::move(done))](
                       DeliveryEngine &engine) { engine.cancel(deliveryId, reply); });
}

void WebhookService::sendTest(std::string webhookId, std::string text,
                              std::function<void(Result<Attempt>)> done)
{
    m_thread->post([webhookId = std::move(webhookId), text = std::move(text),
                    reply = Reply<Attempt>(std::move(done))](DeliveryEngine &engine) {
        engine.sendTest(webhookId, text, reply);
    });
}

Executor &WebhookService::executor()
{
    return m_thread->executor();
}

} // namespace parley
