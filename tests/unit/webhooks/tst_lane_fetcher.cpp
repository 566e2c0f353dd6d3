#include <QTest>

#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// How the queue of an endpoint comes from the journal into memory: not more of it than there is
// room for, and not over and over.
class TestLaneFetcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotAskForWhatItHas_data();
    void doesNotAskForWhatItHas();
    void asksAgainWhenWhatItHadIsCanceled();
    void asksAgainAfterACancelThatCameBetween();
    void loadsNoMoreBodiesThanThereIsRoomFor();

private:
    static constexpr int kManual = static_cast<int>(Endpoint::kMaxManual);

    //! A queue that an earlier run left. \return its ids, oldest first.
    static std::vector<std::string> leave(EngineFixture &f, const Webhook &webhook, int count,
                                          std::optional<std::chrono::seconds> due = std::nullopt)
    {
        std::vector<std::string> ids;
        std::vector<JournalEntry> entries;
        for (int i = 0; i < count; ++i) {
            Delivery delivery = makeDelivery(webhook, f.message(++f.sequence), f.clock.utc());
            delivery.line = f.sequence;
            if (due) {
                delivery.state = DeliveryState::Waiting;
                delivery.attempts = 1;
                delivery.nextAttemptAt = f.clock.utc() + *due;
            }
            ids.push_back(delivery.id);
            entries.push_back({std::move(delivery)});
        }
        f.journal->enqueue(std::move(entries), std::nullopt, [](const auto &) {});
        return ids;
    }

    //! A person asks for as many as may wait, from the one at \p from on; true when all were taken.
    static bool retryByHand(EngineFixture &f, const std::vector<std::string> &ids, std::size_t from)
    {
        int taken = 0;
        for (std::size_t i = from; i < from + Endpoint::kMaxManual; ++i)
            f.engine->retryNow(ids[i],
                               [&](const Result<void> &result) { taken += result ? 1 : 0; });
        turns();
        return taken == kManual;
    }

    //! Of the event loop: each is enough to ask the journal and to hear its answer.
    static void turns()
    {
        for (int i = 0; i < 50; ++i)
            QCoreApplication::processEvents();
    }
};

void TestLaneFetcher::doesNotAskForWhatItHas_data()
{
    QTest::addColumn<bool>("retries");
    QTest::newRow("first attempts") << false;
    QTest::newRow("retries") << true;
}

// The oldest of the queue wait for room in the lane of what is sent by hand, and the journal, which
// does not know of lanes, gives them again whenever it is asked.
void TestLaneFetcher::doesNotAskForWhatItHas()
{
    QFETCH(const bool, retries);
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.concurrency = 1;
    const auto first = leave(f, webhook, 1);
    const auto ids = leave(f, webhook, kManual + 6, retries ? std::optional(1s) : std::nullopt);
    f.restart({webhook});
    QTRY_COMPARE(endpoint.requests().size(), 1); // and that is all the room there is
    QVERIFY(retryByHand(f, ids, 0));
    const int before = f.journal->fetches();
    f.advance(1s); // those that wait are due
    turns();
    const int asked = f.journal->fetches();
    QCOMPARE(asked - before, retries ? 1 : 0);
    turns();
    QCOMPARE(f.journal->fetches(), asked);
    QCOMPARE(endpoint.requests().size(), 1);
    endpoint.release(); // with each that ends there may be something new
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), kManual + 7);
    QCOMPARE(endpoint.requests().size(), kManual + 7);
}

// Nothing is under way that could end: the pace keeps all of them back.
void TestLaneFetcher::asksAgainWhenWhatItHadIsCanceled()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.perSecond = 1;
    const auto ids = leave(f, webhook, kManual + 3);
    f.restart({webhook});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    QVERIFY(retryByHand(f, ids, 1));
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
    for (std::size_t i = 1; i <= Endpoint::kMaxManual; ++i)
        f.engine->cancel(ids[i], [](const auto &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Canceled), kManual);
    for (int delivered = 2; delivered <= 3; ++delivered) {
        f.advance(1s);
        QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), delivered);
    }
}

// What the journal gave was canceled while it was on its way: it is in nobody's hands, and nothing
// will end. The next that is due is fetched all the same.
void TestLaneFetcher::asksAgainAfterACancelThatCameBetween()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    const Webhook webhook = f.webhook(endpoint.url());
    const std::string canceled = leave(f, webhook, 1, 1s).front();
    const std::string next = leave(f, webhook, 1, 10s).front();
    f.restart({webhook});
    turns();
    f.journal->hold();
    f.engine->cancel(canceled, [](const auto &) {});
    const int before = f.journal->fetches();
    f.advance(1s);
    QCOMPARE(f.journal->fetches(), before + 1);
    f.journal->release();
    QTRY_COMPARE(name(f.state(canceled)), name(DeliveryState::Canceled));
    turns();
    f.advance(9s);
    QTRY_COMPARE(name(f.state(next)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 1);
}

void TestLaneFetcher::loadsNoMoreBodiesThanThereIsRoomFor()
{
    constexpr int kKeys = 12;
    constexpr std::size_t kRoom = 4;
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.ordering = Ordering::Key;
    webhook.settings.orderingKey = "/user";
    webhook.settings.concurrency = kRoom;
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    std::vector<PublishedMessage> messages;
    for (int user = 0; user < kKeys; ++user) {
        messages.push_back(f.message(++f.sequence));
        messages.back().payload.bytes = R"({"user":)" + std::to_string(user) + "}";
    }
    f.engine->offer(webhook.id, messages, [](const auto &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Queued), kKeys);
    f.restart({webhook}); // the bodies are in the journal only
    QTRY_VERIFY(f.engine->health(webhook.id)->at(webhook.id).oldestOpenAt); // its line is read
    f.journal->hold();
    webhook.state = WebhookState::Active;
    for (int i = 0; i < 3; ++i) { // whatever has it look for something to send
        f.engine->putWebhook(webhook);
        QCOMPARE(f.journal->bodiesAsked(), kRoom);
    }
    f.journal->release(); // now with some supplied, some still on their way, some being sent
    QTRY_COMPARE(endpoint.requests().size(), qsizetype(kRoom));
    turns();
    QCOMPARE(f.journal->bodiesAsked(), kRoom);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), kKeys);
    QCOMPARE(f.journal->bodiesAsked(), std::size_t{kKeys});
    QVERIFY(endpoint.mostOpenRequests() <= int(kRoom));
}

QTEST_GUILESS_MAIN(TestLaneFetcher)
#include "tst_lane_fetcher.moc"
