#include "tests/unit/webhooks/engine_fixture.h"

#include <QSet>

#include "server/webhooks/signer.h"

using namespace parley;
using namespace parley::test;

// The way of a delivery through queue, journal and attempts. The number is the row of the webhook
// sheet, section 8.
class TestDeliveryEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void delivers();
    void retriesWithTheSameIdAndBytes();
    void resendsVisibly();
    void survivesACrashWhileSending();
    void startsWhereTheLastRunStopped();
    void stopsWithoutLosing();
    void statisticsOutliveARun();
    void keepsALongQueueInTheJournal();
    void leavesRoomForHealthyEndpoints();
    void cancelsWithTheWebhook();
    void cancelsWhatADeletedWebhookLeft();
    void waitsWhilePaused();
    void sendsTestsUnderTheSameRules();
};

void TestDeliveryEngine::delivers()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QVERIFY(f.lastOffer && *f.lastOffer);
    QCOMPARE(endpoint.requests().size(), 1);
    const QByteArray request = endpoint.requests().front();
    QCOMPARE(headerOf(request, "webhook-id"), QByteArray::fromStdString(id));
    QVERIFY(id.starts_with("msg_") && id.size() == 30 && id.find('.') == std::string::npos);
    QCOMPARE(headerOf(request, "webhook-attempt"), QByteArray("1"));
    QCOMPARE(headerOf(request, "Content-Type"), QByteArray("application/json"));
    QVERIFY(headerOf(request, "User-Agent").startsWith("Parley/"));
    const auto time = QByteArray::number(qint64(epochMilliseconds(f.start)));
    const auto event = QByteArray::number(qint64(epochMilliseconds(f.start) + 1));
    QCOMPARE(bodyOf(request),
             "{\"cache\":\"default\",\"topic\":\"friends-publish\",\"event_timestamp\":" + event
                 + ",\"publish_timestamp\":" + time
                 + ",\"topic_sequence_number\":1,\"token_id\":\"ana\",\"text\":\"hola 1\"}");
    const Signer signer = *Signer::from(std::array{f.webhook("").credentials.secret}, "1234567890");
    const auto signatures = signer.sign(id, headerOf(request, "webhook-timestamp").toLongLong(),
                                        bodyOf(request).toStdString());
    QCOMPARE(headerOf(request, "webhook-signature").toStdString(), signatures.standard);
    QCOMPARE(headerOf(request, "momento-signature").toStdString(), signatures.momento);

    const auto attempts = f.journal->attempts(id);
    QCOMPARE(attempts.size(), std::size_t{1});
    QCOMPARE(name(attempts[0].outcome), name(Outcome::Ok));
    QCOMPARE(attempts[0].decision, std::string("delivered"));
    QCOMPARE(*f.journal->position("whk_1"), (Position{1, 1}));
    QCOMPARE(f.observer.attempts.size(), std::size_t{1});
    using enum DeliveryState;
    const std::string next = f.offer().front(); // nothing waits before it: stored as sending
    QTRY_COMPARE(name(f.state(next)), name(Delivered));
    QCOMPARE(f.observer.states[next], (std::vector{Sending, Delivered}));
}

void TestDeliveryEngine::retriesWithTheSameIdAndBytes()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    QCOMPARE(*f.journal->delivery(id).nextAttemptAt, f.clock.utc() + 5s);
    QCOMPARE(f.journal->attempts(id)[0].decision,
             std::string("next in 5.0 s: step 2, jitter +0 %"));
    f.advance(4'999ms);
    QCOMPARE(endpoint.requests().size(), 1);
    f.advance(1ms);
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 2); // 7
    const QByteArray first = endpoint.requests()[0];
    const QByteArray second = endpoint.requests()[1];
    QCOMPARE(headerOf(second, "webhook-id"), headerOf(first, "webhook-id"));
    QCOMPARE(bodyOf(second), bodyOf(first));
    QCOMPARE(headerOf(second, "webhook-attempt"), QByteArray("2"));
    QVERIFY(headerOf(second, "webhook-timestamp") != headerOf(first, "webhook-timestamp"));
    QVERIFY(headerOf(second, "webhook-signature") != headerOf(first, "webhook-signature"));
    QCOMPARE(headerOf(second, "momento-signature"), headerOf(first, "momento-signature"));
    QCOMPARE(f.journal->attempts(id).size(), std::size_t{2});
}

void TestDeliveryEngine::resendsVisibly()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    endpoint.answer({{}, Answer::Then::Close});
    endpoint.answer(Answer::status(200));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered)); // 41, without waiting
    const auto attempts = f.journal->attempts(id);
    QCOMPARE(attempts.size(), std::size_t{2});
    QCOMPARE(name(attempts[0].outcome), name(Outcome::ConnectionReset));
    QVERIFY(attempts[0].reusedConnection);
    QCOMPARE(name(attempts[1].trigger), name(Trigger::Resend));
    QVERIFY(!attempts[1].reusedConnection);
    QCOMPARE(endpoint.requests().size(), 3); // one POST per attempt, and no other
}

void TestDeliveryEngine::survivesACrashWhileSending()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(endpoint.requests().size(), 1);
    f.restart({f.webhook(endpoint.url())}); // 76
    endpoint.release();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 2);
    QCOMPARE(headerOf(endpoint.requests()[1], "webhook-id"), QByteArray::fromStdString(id));
    const auto attempts = f.journal->attempts(id);
    QCOMPARE(attempts.size(), std::size_t{2});
    QCOMPARE(name(attempts[0].outcome), name(Outcome::Unknown));
    QCOMPARE(name(attempts[1].outcome), name(Outcome::Ok));
}

void TestDeliveryEngine::startsWhereTheLastRunStopped()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(503));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    endpoint.answer(Answer::status(200));
    f.restart({f.webhook(endpoint.url())});
    f.clock.advance(1s);
    f.engine->alarms().check();
    QCOMPARE(endpoint.requests().size(), 1); // the waiting outlived the restart
    QTRY_VERIFY((f.advance(1s), f.state(id) == DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 2);
}

void TestDeliveryEngine::statisticsOutliveARun()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    const Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    bool stopped = false;
    f.engine->stop([&] { stopped = true; });
    QTRY_VERIFY(stopped);
    f.restart({webhook});
    const auto health = f.engine->health(webhook.id)->at(webhook.id);
    QCOMPARE(health.hours.back().succeeded, std::uint64_t{1});
    QVERIFY(health.p50Microseconds > 0);
    QVERIFY(health.lastSuccessAt == f.clock.utc());
}

void TestDeliveryEngine::stopsWithoutLosing()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const auto ids = f.offer(10);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    bool stopped = false;
    f.engine->stop([&] { stopped = true; });
    QTRY_VERIFY(stopped);
    QCOMPARE(f.journal->count(DeliveryState::Queued), 10);
    QCOMPARE(name(f.journal->attempts(ids[0])[0].outcome), name(Outcome::Canceled));
    f.offer();
    QCOMPARE(f.lastOffer->error().code, ErrorCode::Unavailable);
    endpoint.release();
    f.restart({f.webhook(endpoint.url())});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 10);
}

void TestDeliveryEngine::keepsALongQueueInTheJournal()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    constexpr int kMany = 500;
    const auto ids = f.offer(kMany);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), kMany);
    QCOMPARE(endpoint.requests().size(), kMany); // each exactly once
    QVERIFY(endpoint.mostOpenRequests() <= int(DeliverySettings{}.concurrency));
    QVERIFY(f.journal->largestBatch() <= Endpoint::kMaxReady);
    for (const std::string &id : ids)
        QCOMPARE(f.journal->attempts(id).size(), std::size_t{1});
}

void TestDeliveryEngine::leavesRoomForHealthyEndpoints()
{
    EngineFixture f;
    std::vector<std::unique_ptr<FakeEndpoint>> hanging;
    for (int i = 0; i < 10; ++i) { // 75
        hanging.push_back(std::make_unique<FakeEndpoint>());
        hanging.back()->hold();
        const std::string id = "whk_hang" + std::to_string(i);
        f.engine->putWebhook(f.webhook(hanging.back()->url(), ScheduleName::Standard, id));
        f.offer(50, id);
    }
    FakeEndpoint healthy;
    f.engine->putWebhook(f.webhook(healthy.url(), ScheduleName::Standard, "whk_ok"));
    f.offer(100, "whk_ok");
    QTRY_COMPARE(healthy.requests().size(), 100);
    for (const auto &endpoint : hanging)
        QCOMPARE(endpoint->requests().size(), int(DeliverySettings{}.concurrency));
}

void TestDeliveryEngine::cancelsWithTheWebhook()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const auto ids = f.offer(100);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    f.engine->removeWebhook("whk_1"); // 77
    QTRY_COMPARE(f.journal->count(DeliveryState::Canceled), 100);
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    QCOMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    for (const std::string &id : ids)
        QTRY_COMPARE(name(f.observer.states[id].back()), name(DeliveryState::Canceled));
    QTRY_COMPARE(endpoint.open(), 0);
}

// Deleted just before a crash: nobody was left to cancel what waited.
void TestDeliveryEngine::cancelsWhatADeletedWebhookLeft()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer(700); // more than are canceled in one turn
    QTRY_VERIFY(f.lastOffer);
    f.restart();
    QTRY_COMPARE(f.journal->count(DeliveryState::Canceled), 700);
}

void TestDeliveryEngine::waitsWhilePaused()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    f.offer(5);
    QTRY_COMPARE(f.journal->count(DeliveryState::Queued), 5);
    f.advance(1h);
    QCOMPARE(endpoint.connections(), 0);
    webhook.state = WebhookState::Active;
    f.engine->putWebhook(webhook);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 5);
}

void TestDeliveryEngine::sendsTestsUnderTheSameRules()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.state = WebhookState::Paused; // tests are sent all the same
    f.engine->putWebhook(webhook);
    std::optional<Result<Attempt>> answer;
    const auto done = [&](Result<Attempt> result) { answer = std::move(result); };
    f.engine->sendTest("whk_1", "try \"this\"", done);
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    QCOMPARE(name((*answer)->outcome), name(Outcome::Ok));
    QCOMPARE(name((*answer)->trigger), name(Trigger::Test));
    QVERIFY(bodyOf(endpoint.requests().value(0)).contains("\"text\":\"try \\\"this\\\"\""));
    QVERIFY(f.journal->ids().empty());

    webhook.level = AddressLevel::Public; // 63
    f.engine->putWebhook(webhook);
    answer.reset();
    f.engine->sendTest("whk_1", "x", done);
    QTRY_VERIFY(answer);
    QCOMPARE(name((*answer)->outcome), name(Outcome::BlockedAddress));
    QVERIFY((*answer)->responseBody.empty() && (*answer)->responseHead.empty());
    QCOMPARE(endpoint.requests().size(), 1);
    answer.reset();
    f.engine->sendTest("whk_none", "x", done);
    QVERIFY(answer && !*answer);
}

QTEST_GUILESS_MAIN(TestDeliveryEngine)
#include "tst_delivery_engine.moc"
