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
    void keepsALongQueueInTheJournal();
    void leavesRoomForHealthyEndpoints();
    void cancelsWithTheWebhook();
    void cancelsWhatADeletedWebhookLeft();
    void waitsWhilePaused();
    void cancelsOneDelivery();
    void retriesByHand();
    void aRefusedRetryLosesNothing();
    void replaysTheDead();
    void resendsWithAnotherBody();
    void refusesToResend();
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

void TestDeliveryEngine::cancelsOneDelivery()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const auto ids = f.offer(int(DeliverySettings{}.concurrency) + 1);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    std::optional<Result<void>> answer;
    const auto done = [&](Result<void> result) { answer = std::move(result); };
    f.engine->cancel(ids.front(), done); // being sent
    QVERIFY(answer && *answer);
    QTRY_COMPARE(name(f.state(ids.front())), name(DeliveryState::Canceled));
    QCOMPARE(name(f.journal->attempts(ids.front())[0].outcome), name(Outcome::Canceled));
    QTRY_COMPARE(endpoint.requests().size(),
                 int(DeliverySettings{}.concurrency) + 1); // its room is free

    Webhook paused = f.webhook(endpoint.url());
    paused.state = WebhookState::Paused;
    f.engine->putWebhook(paused);
    const std::string queued = f.offer().front();
    QTRY_VERIFY(f.lastOffer);
    answer.reset();
    f.engine->cancel(queued, done);
    QTRY_VERIFY(answer);
    QVERIFY(*answer);
    QTRY_COMPARE(name(f.state(queued)), name(DeliveryState::Canceled));
    answer.reset();
    f.engine->cancel(queued, done); // again
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::FailedPrecondition);
    answer.reset();
    f.engine->cancel("msg_none", done);
    QTRY_VERIFY(answer);
    QCOMPARE(answer->error().code, ErrorCode::NotFound);
}

void TestDeliveryEngine::retriesByHand()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    std::optional<Result<void>> answer;
    f.engine->retryNow(id, [&](Result<void> result) { answer = std::move(result); });
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QVERIFY(*answer);
    QCOMPARE(name(f.journal->attempts(id)[1].trigger), name(Trigger::Manual));
    f.advance(24h); // the automatic one was replaced
    QCOMPARE(endpoint.requests().size(), 2);
}

// The line of a person's clicks is full: what waits by itself goes on waiting.
void TestDeliveryEngine::aRefusedRetryLosesNothing()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    constexpr int kClicks = static_cast<int>(Endpoint::kMaxManual) + 1;
    const auto ids = f.offer(int(DeliverySettings{}.concurrency) + kClicks);
    QTRY_COMPARE(endpoint.requests().size(), int(DeliverySettings{}.concurrency));
    int refused = 0;
    int answered = 0;
    for (int i = 0; i < kClicks; ++i)
        f.engine->retryNow(ids[static_cast<std::size_t>(int(DeliverySettings{}.concurrency) + i)],
                           [&](const Result<void> &result) {
                               ++answered;
                               refused += result ? 0 : 1;
                           });
    QTRY_COMPARE(answered, kClicks);
    QCOMPARE(refused, 1);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered),
                 int(DeliverySettings{}.concurrency) + kClicks);
}

void TestDeliveryEngine::replaysTheDead()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url(), ScheduleName::Momento)); // one attempt
    const auto ids = f.offer(4); // one less than the breaker allows
    QTRY_COMPARE(f.journal->count(DeliveryState::Dead), 4); // 72
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::Exhausted));
    f.advance(24h);
    QCOMPARE(endpoint.requests().size(), 4);
    endpoint.answer(Answer::status(200));
    for (const std::string &id : ids)
        f.engine->retryNow(id, [](const Result<void> &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::None));
    QCOMPARE(name(f.journal->attempts(ids[3])[1].trigger), name(Trigger::Replay));
    QSet<QByteArray> before;
    QSet<QByteArray> after;
    for (qsizetype i = 0; i < 4; ++i) {
        before.insert(headerOf(endpoint.requests()[i], "webhook-id"));
        after.insert(headerOf(endpoint.requests()[i + 4], "webhook-id"));
    }
    QCOMPARE(after, before);
}

void TestDeliveryEngine::resendsWithAnotherBody()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    std::optional<Result<std::string>> fresh;
    f.engine->resend(id, "{\"edited\":true}",
                     [&](Result<std::string> result) { fresh = std::move(result); });
    QTRY_VERIFY(fresh);
    QVERIFY(*fresh);
    const std::string freshId = **fresh;
    QVERIFY(freshId != id && freshId.starts_with("msg_") && freshId.size() == 30);
    QTRY_COMPARE(name(f.state(freshId)), name(DeliveryState::Delivered));
    QCOMPARE(name(f.state(id)), name(DeliveryState::Waiting)); // goes on by itself
    const QByteArray request = endpoint.requests().back();
    QCOMPARE(bodyOf(request), QByteArray("{\"edited\":true}"));
    QCOMPARE(headerOf(request, "webhook-id"), QByteArray::fromStdString(freshId));
    const Delivery stored = f.journal->delivery(freshId);
    QVERIFY(stored.key == f.key() && stored.position == (Position{1, 1}));
    QCOMPARE(name(f.journal->attempts(freshId)[0].trigger), name(Trigger::Manual));
}

void TestDeliveryEngine::refusesToResend()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    const auto refusal = [&f](const std::string &of, const std::string &body) {
        std::optional<Result<std::string>> answer;
        f.engine->resend(of, body, [&](Result<std::string> result) { answer = std::move(result); });
        for (int turns = 0; !answer && turns < 1000; ++turns)
            QTest::qWait(1);
        return answer && !*answer ? answer->error().code : ErrorCode::Internal;
    };
    QCOMPARE(refusal("msg_none", "{}"), ErrorCode::NotFound);
    QCOMPARE(refusal(id, std::string(kMaxRequestBodyBytes + 1, 'x')), ErrorCode::PayloadTooLarge);
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    QCOMPARE(refusal(id, "{}"), ErrorCode::FailedPrecondition);
    f.engine->removeWebhook(webhook.id);
    QCOMPARE(refusal(id, "{}"), ErrorCode::FailedPrecondition);
    QCOMPARE(endpoint.requests().size(), 1);
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
