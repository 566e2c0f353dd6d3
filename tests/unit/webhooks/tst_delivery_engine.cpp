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
    void refusesWhatItCannotTake();
    void delivers();
    void knowsWhatItHadBefore();
    void retriesWithTheSameIdAndBytes();
    void resendsVisibly();
    void survivesACrashWhileSending();
    void startsWhereTheLastRunStopped();
    void stopsWithoutLosing();
    void keepsALongQueueInTheJournal();
    void leavesRoomForHealthyEndpoints();
    void cancelsWithTheWebhook();
    void waitsWhilePaused();
    void cancelsOneDelivery();
    void retriesByHand();
    void replaysTheDead();
    void sendsTestsUnderTheSameRules();
    void waitsForTheJournal();
    void reportsAJournalThatRefuses();
    void callsFunctionsWhileTheJournalWrites();
    void callsFunctions_data();
    void callsFunctions();
    void givesUpOnSilentFunctions();
};

void TestDeliveryEngine::refusesWhatItCannotTake()
{
    EngineFixture f;
    f.offer(1, "whk_none");
    QVERIFY(f.lastOffer && !*f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::NotFound);
    Webhook disabled = f.webhook("http://127.0.0.1:1/");
    disabled.state = WebhookState::Disabled;
    f.engine->putWebhook(disabled);
    f.offer();
    QVERIFY(f.lastOffer && !*f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::FailedPrecondition);
    QVERIFY(f.journal->ids().empty());
}

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
    const Signer signer = *Signer::from(std::array{f.webhook("").secret}, "1234567890");
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

void TestDeliveryEngine::knowsWhatItHadBefore()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer(3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);
    f.sequence = 0; // a feed that crashed before it noted its position
    f.restart();
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer(4);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(endpoint.requests().size(), 4);
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
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
    f.restart(); // 76
    endpoint.release();
    f.engine->putWebhook(f.webhook(endpoint.url()));
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
    f.restart();
    f.engine->putWebhook(f.webhook(endpoint.url()));
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
    QTRY_COMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent);
    bool stopped = false;
    f.engine->stop([&] { stopped = true; });
    QTRY_VERIFY(stopped);
    QCOMPARE(f.journal->count(DeliveryState::Queued), 10);
    QCOMPARE(name(f.journal->attempts(ids[0])[0].outcome), name(Outcome::Canceled));
    f.offer();
    QCOMPARE(f.lastOffer->error().code, ErrorCode::Unavailable);
    endpoint.release();
    f.restart();
    f.engine->putWebhook(f.webhook(endpoint.url()));
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
    QTRY_COMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), kMany);
    QCOMPARE(endpoint.requests().size(), kMany); // each exactly once
    QVERIFY(endpoint.mostOpenRequests() <= Endpoint::kMaxConcurrent);
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
        QCOMPARE(endpoint->requests().size(), Endpoint::kMaxConcurrent);
}

void TestDeliveryEngine::cancelsWithTheWebhook()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const auto ids = f.offer(100);
    QTRY_COMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent);
    f.engine->removeWebhook("whk_1"); // 77
    QTRY_COMPARE(f.journal->count(DeliveryState::Canceled), 100);
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    QCOMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent);
    for (const std::string &id : ids)
        QTRY_COMPARE(name(f.observer.states[id].back()), name(DeliveryState::Canceled));
    QTRY_COMPARE(endpoint.open(), 0);
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
    const auto ids = f.offer(Endpoint::kMaxConcurrent + 1);
    QTRY_COMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent);
    std::optional<Result<void>> answer;
    const auto done = [&](Result<void> result) { answer = std::move(result); };
    f.engine->cancel(ids.front(), done); // being sent
    QVERIFY(answer && *answer);
    QTRY_COMPARE(name(f.state(ids.front())), name(DeliveryState::Canceled));
    QCOMPARE(name(f.journal->attempts(ids.front())[0].outcome), name(Outcome::Canceled));
    QTRY_COMPARE(endpoint.requests().size(), Endpoint::kMaxConcurrent + 1); // its room is free

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
    QVERIFY(bodyOf(endpoint.requests().value(0)).contains(R"("text":"try \"this\"")"));
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

void TestDeliveryEngine::waitsForTheJournal()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    f.journal->freeze();
    f.offer(3); // never stored, as far as anybody knows
    QTest::qWait(0);
    QCoreApplication::processEvents();
    QCOMPARE(endpoint.requests().size(), 1);
    QVERIFY(!f.lastOffer);
}

void TestDeliveryEngine::reportsAJournalThatRefuses()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.journal->failWrites(1);
    f.offer(3);
    QTRY_VERIFY(f.lastOffer);
    QCOMPARE(f.lastOffer->error().code, ErrorCode::StorageFailed);
    QCOMPARE(endpoint.connections(), 0);
    QCOMPARE(f.engine->attemptsUnderWay(), 0);
    f.sequence = 0; // the feed comes again
    const auto ids = f.offer(3);
    QTRY_COMPARE(endpoint.requests().size(), 3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);

    endpoint.hold();
    const std::string id = f.offer().front();
    QTRY_COMPARE(endpoint.requests().size(), 4);
    f.journal->failWrites(1); // what came of the attempt cannot be stored at first
    endpoint.release();
    QTRY_COMPARE(f.observer.states[id].back(), DeliveryState::Delivered);
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), 4);
}

// What an endpoint elsewhere must not see, a function of this process may: after a crash it is
// called again under the same id.
void TestDeliveryEngine::callsFunctionsWhileTheJournalWrites()
{
    using enum DeliveryState;
    EngineFixture f;
    f.engine->putWebhook(f.webhook("function:echo"));
    const std::string first = f.offer().front();
    QTRY_COMPARE(name(f.state(first)), name(Delivered));
    f.functions.silent = true;
    const std::string id = f.offer().front();
    QCOMPARE(f.functions.calls.size(), std::size_t{2}); // before the event loop turned
    QVERIFY(!f.lastOffer);
    QTRY_VERIFY(f.lastOffer && *f.lastOffer);
    QCOMPARE(name(f.state(id)), name(Sending));
    QCOMPARE(f.observer.states[id], (std::vector{Sending})); // told once
    f.functions.silent = false;
    f.restart();
    f.engine->putWebhook(f.webhook("function:echo"));
    QTRY_COMPARE(name(f.state(id)), name(Delivered));
    QCOMPARE(f.functions.calls.size(), std::size_t{3});
    QCOMPARE(f.functions.calls[1].deliveryId, f.functions.calls[2].deliveryId);
}

void TestDeliveryEngine::callsFunctions_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("200") << 200 << QByteArray("delivered") << QByteArray("") << QByteArray("ok");
    QTest::newRow("400") << 400 << QByteArray("dead") << QByteArray("rejected")
                         << QByteArray("http_4xx");
    QTest::newRow("500") << 500 << QByteArray("waiting") << QByteArray("")
                         << QByteArray("function_error");
    QTest::newRow("100") << 100 << QByteArray("waiting") << QByteArray("")
                         << QByteArray("function_error");
}

void TestDeliveryEngine::callsFunctions()
{
    QFETCH(const int, status);
    EngineFixture f;
    f.functions.reply = {status, R"({"verdict":"fine"})", status == 200 ? "" : "no luck"};
    f.engine->putWebhook(f.webhook("function:room", ScheduleName::Chat));
    const std::string id = f.offer().front();
    QTRY_VERIFY(!f.observer.attempts.empty() && f.state(id) != DeliveryState::Sending);
    QTEST(name(f.state(id)), "state");
    QTEST(name(f.reason(id)), "reason");
    const Attempt attempt = f.journal->attempts(id).front();
    QTEST(name(attempt.outcome), "outcome");
    QCOMPARE(attempt.httpStatus, status);
    QVERIFY(attempt.requestHead.starts_with("CALL function:room\r\n"));
    QCOMPARE(attempt.responseBody, std::string(R"({"verdict":"fine"})"));
    QCOMPARE(f.functions.calls.size(), std::size_t{1});
    QCOMPARE(f.functions.calls[0].function, std::string("room"));
    QCOMPARE(f.functions.calls[0].deliveryId, id);
    QVERIFY(f.functions.calls[0].body.find("\"text\":\"hola 1\"") != std::string::npos);
}

void TestDeliveryEngine::givesUpOnSilentFunctions()
{
    EngineFixture f;
    f.functions.silent = true;
    f.engine->putWebhook(f.webhook("function:room"));
    const std::string id = f.offer().front();
    QTRY_COMPARE(f.functions.calls.size(), std::size_t{1});
    f.engine->cancel(id, [](const Result<void> &) {});
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Canceled));
}

QTEST_GUILESS_MAIN(TestDeliveryEngine)
#include "tst_delivery_engine.moc"
