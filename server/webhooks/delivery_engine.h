#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <QObject>
#include <QTimer>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/base/random.h"
#include "server/base/thread_affine.h"
#include "server/types/message.h"
#include "server/types/webhook_health.h"
#include "server/webhooks/alarm_heap.h"
#include "server/webhooks/attempt_runner.h"
#include "server/webhooks/attempt_settler.h"
#include "server/webhooks/delivery_acts.h"
#include "server/webhooks/delivery_intake.h"
#include "server/webhooks/delivery_journal.h"
#include "server/webhooks/delivery_observer.h"
#include "server/webhooks/endpoint.h"
#include "server/webhooks/journal_writer.h"
#include "server/webhooks/lane_fetcher.h"
#include "server/webhooks/open_attempts.h"
#include "server/webhooks/test_sender.h"
#include "server/webhooks/wall_clock_watch.h"

namespace parley {

// Takes messages for webhooks and sees them through: stored first, then sent, again by schedule
// until they are delivered or dead. Delivery is at least once; the id is the same on every attempt.
// Nothing goes to an endpoint that the journal does not know as `sending` (a function of this
// process is called while it writes), and nothing is forgotten before it knows better. Thread:
// webhooks.
//
//   offer -> journal -> ready -> journal (sending) -> attempt -> journal -> delivered, dead,
//   waiting
class DeliveryEngine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryEngine)

public:
    //! Attempts at once over all endpoints; retries take at most half of them.
    static constexpr int kMaxConcurrent = OpenAttempts::kMaxConcurrent;

    struct Parts { // borrowed; outlive the engine
        const Clock &clock;
        Random &random;
        DeliveryJournal &journal;
        DeliveryObserver &observer;
        AttemptRunner &runner;
        Log log;
    };
    using Done = std::function<void(Result<void>)>;

    explicit DeliveryEngine(Parts parts);
    ~DeliveryEngine() override;

    //! Picks up what an earlier run left. Webhooks are put before: deliveries of others are
    //! canceled.
    void start(Done done);
    //! Attempts end as canceled, but for functions that were called: what they answer is waited
    //! for. Deliveries stay queued.
    void stop(std::function<void()> done);

    void putWebhook(Webhook webhook); // new or changed
    void removeWebhook(const std::string &webhookId); // its deliveries are canceled

    //! Messages of the webhook's topic, in order. \p done runs after they are stored together with
    //! the feed's position. Errors: NotFound, FailedPrecondition (disabled), or the journal's.
    void offer(const std::string &webhookId, const std::vector<PublishedMessage> &messages,
               Done done);

    void retryNow(const std::string &deliveryId, Done done); // also one that is final
    void cancel(const std::string &deliveryId, Done done);
    //! A new delivery of the same message with another body, next in turn. \return its id. Errors:
    //! NotFound, FailedPrecondition (webhook deleted or not active), PayloadTooLarge, Busy.
    void resend(const std::string &deliveryId, const std::string &body,
                std::function<void(Result<std::string>)> done);
    //! One attempt past the queue, whatever the webhook's state; it is not stored.
    void sendTest(const std::string &webhookId, const std::string &payload,
                  std::function<void(Result<Attempt>)> done);

    //! \param webhookId "": of all. NotFound.
    Result<std::map<std::string, WebhookHealth>> health(const std::string &webhookId) const;

    void storeStatistics(); // those that changed; what a crash may lose is a minute of them

    int attemptsUnderWay() const { return m_open.count(); }
    AlarmHeap &alarms() { return m_alarms; } // for tests that hold the clock

private:
    Endpoint *find(const std::string &webhookId);
    bool isRunning() const { return m_started && !m_stopping; }
    void activate(const Endpoint &endpoint); // it may have something to send
    void dispatch();
    void settled(const std::string &webhookId);
    void expire(Endpoint &endpoint, ReadyDelivery ready);
    void keepFresh(Endpoint &endpoint, ReadyDelivery &ready) const;
    void cancelOpen(const std::string &webhookId);

    void refresh(Endpoint &endpoint); // what it shows and when it wakes
    void wake(Endpoint &endpoint, MonotonicTime time);
    void rang(const std::string &webhookId, MonotonicTime time);
    void finishStop();
    void upkeep();

    Parts m_parts;
    AttemptSettler m_settler;
    JournalWriter m_writer;
    AlarmHeap m_alarms;
    OpenAttempts m_open;
    LaneFetcher m_fetcher;
    DeliveryIntake m_intake;
    DeliveryActs m_acts;
    TestSender m_tests;
    WallClockWatch m_wallClock;
    std::unordered_map<std::string, std::unique_ptr<Endpoint>> m_endpoints;
    std::deque<std::string> m_ring; // endpoints that may have something to send, in turn
    std::unordered_set<std::string> m_inRing;
    std::vector<std::string> m_parked; // kept from the ring by too many retries
    QTimer m_upkeep;
    bool m_started = false;
    bool m_stopping = false;
    std::function<void()> m_stopped;
    ThreadAffine m_thread;
};

} // namespace parley
