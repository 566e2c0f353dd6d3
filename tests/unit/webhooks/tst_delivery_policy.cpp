#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// What answers and time do to deliveries and endpoints. The number is the row of the webhook sheet,
// section 8.
class TestDeliveryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void obeysRetryAfter_data();
    void obeysRetryAfter();
    void holdsTheWholeEndpoint();
    void disablesWhatIsGone();
    void obeysTheReceiver_data();
    void obeysTheReceiver();
    void ends_data();
    void ends();
    void exhaustsTheSchedule();
    void opensAndClosesTheBreaker();
    void startsHalfOpenWhenEnabledAgain();
    void slowsDownForTheOverloaded();
    void letsOldChatGo();
    void doesNotCareForTheWallClock_data();
    void doesNotCareForTheWallClock();
    void keepsRoomForFirstAttempts();
};

void TestDeliveryPolicy::obeysRetryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("waits"); // milliseconds; the schedule alone says 5 s
    QTest::newRow("66 past date") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << qint64{5'000};
    QTest::newRow("67 garbage") << QByteArray("soon") << qint64{5'000};
    QTest::newRow("67 negative") << QByteArray("-3") << qint64{5'000};
    QTest::newRow("64 shorter than the schedule") << QByteArray("2") << qint64{5'000};
    QTest::newRow("64 seconds") << QByteArray("120") << qint64{120'000};
    QTest::newRow("64 decimal") << QByteArray("119.2") << qint64{120'000};
    QTest::newRow("65 date") << QByteArray("Wed, 18 Nov 2026 11:14:00 GMT") << qint64{440'000};
    QTest::newRow("65 RFC 850") << QByteArray("Wednesday, 18-Nov-26 11:14:00 GMT")
                                << qint64{440'000};
    QTest::newRow("65 asctime") << QByteArray("Wed Nov 18 11:14:00 2026") << qint64{440'000};
    QTest::newRow("longer than a day") << QByteArray("9999999") << qint64{86'400'000};
}

void TestDeliveryPolicy::obeysRetryAfter()
{
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, waits);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(429, "Retry-After: " + value + "\r\n"));
    EngineFixture f;
    QCOMPARE(epochMilliseconds(f.clock.utc()), std::int64_t{1'795'000'000'000});
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    const auto wait = *f.journal->delivery(id).nextAttemptAt - f.clock.utc();
    QCOMPARE(qint64(wait.count()), waits);
    const bool said = f.journal->attempts(id)[0].decision.find("Retry-After") != std::string::npos;
    QCOMPARE(said, waits != 5'000);
}

void TestDeliveryPolicy::holdsTheWholeEndpoint()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(503, "Retry-After: 3600\r\n"));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string first = f.offer().front();
    QTRY_COMPARE(name(f.state(first)), name(DeliveryState::Waiting));
    const auto others = f.offer(3); // 68
    QTRY_COMPARE(f.journal->count(DeliveryState::Held), 3);
    f.advance(3'599s);
    QCOMPARE(endpoint.requests().size(), 1);
    QCOMPARE(f.journal->attempts(others[0]).size(), std::size_t{0}); // held costs no attempt
    f.advance(1s);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(endpoint.requests().size(), 5);
}

void TestDeliveryPolicy::disablesWhatIsGone()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(410));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Dead)); // 69
    QCOMPARE(name(f.reason(id)), name(DeadReason::Gone));
    QCOMPARE(f.observer.webhooks.size(), std::size_t{1});
    QVERIFY(f.observer.webhooks[0].state == WebhookState::Disabled);
    QVERIFY(f.observer.webhooks[0].stateReason.starts_with("gone"));
    QVERIFY(f.journal->lastWebhookChange()->state == WebhookState::Disabled);
    f.offer();
    QCOMPARE(f.lastOffer->error().code, ErrorCode::FailedPrecondition);
    endpoint.answer(Answer::status(200));
    f.engine->putWebhook(webhook); // a person enables it again
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
}

void TestDeliveryPolicy::obeysTheReceiver_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<bool>("disabled");
    QTest::newRow("70 abort") << 400 << QByteArray("abort-message") << QByteArray("dead") << false;
    QTest::newRow("70 disable") << 500 << QByteArray("disable") << QByteArray("dead") << true;
    QTest::newRow("70 disable after success")
        << 200 << QByteArray("disable") << QByteArray("delivered") << true;
    QTest::newRow("other word") << 500 << QByteArray("please") << QByteArray("waiting") << false;
}

void TestDeliveryPolicy::obeysTheReceiver()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, value);
    QFETCH(const bool, disabled);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(status, "Webhook-Delivery: " + value + "\r\n"));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_VERIFY(!f.observer.attempts.empty() && f.state(id) != DeliveryState::Sending);
    QTEST(name(f.state(id)), "state");
    QCOMPARE(f.observer.webhooks.size(), std::size_t(disabled ? 1 : 0));
    if (f.state(id) == DeliveryState::Dead)
        QCOMPARE(name(f.reason(id)), name(DeadReason::Aborted));
}

void TestDeliveryPolicy::ends_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("state");
    for (const int status : {200, 201, 202, 204, 299})
        QTest::addRow("%d", status) << status << QByteArray("delivered");
    for (const int status : {300, 302, 307, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 599})
        QTest::addRow("%d", status) << status << QByteArray("waiting");
}

void TestDeliveryPolicy::ends()
{
    QFETCH(const int, status);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(status));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_VERIFY(!f.observer.attempts.empty() && f.state(id) != DeliveryState::Sending);
    QTEST(name(f.state(id)), "state");
    QCOMPARE(endpoint.requests().size(), 1);
}

void TestDeliveryPolicy::exhaustsTheSchedule()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(404));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    for (int i = 1; i < 10; ++i) { // every wait is longer than the breaker's
        QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
        QCOMPARE(endpoint.requests().size(), i);
        f.advance(*f.journal->delivery(id).nextAttemptAt - f.clock.utc());
        QTRY_COMPARE(endpoint.requests().size(), i + 1);
    }
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Dead));
    QCOMPARE(name(f.reason(id)), name(DeadReason::Exhausted));
    QCOMPARE(endpoint.requests().size(), 10);
}

void TestDeliveryPolicy::opensAndClosesTheBreaker()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    for (int i = 0; i < CircuitBreaker::kFailuresToOpen; ++i) {
        f.offer();
        QTRY_COMPARE(f.journal->count(DeliveryState::Waiting), i + 1);
    }
    const auto held = f.offer(20); // 74
    QTRY_COMPARE(f.journal->count(DeliveryState::Held), 20);
    QCOMPARE(endpoint.requests().size(), 5);
    f.advance(29s);
    QCOMPARE(endpoint.requests().size(), 5);
    f.advance(1s); // half open: one probe
    QTRY_COMPARE(endpoint.requests().size(), 6);
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    QCOMPARE(name(f.observer.attempts.back().trigger), name(Trigger::Probe));
    f.advance(59s); // it failed: open for twice as long
    QCOMPARE(endpoint.requests().size(), 6);
    endpoint.answer(Answer::status(200));
    f.advance(1s);
    QTRY_COMPARE(f.journal->count(DeliveryState::Held), 0);
    QTRY_VERIFY((f.advance(1min), f.journal->count(DeliveryState::Delivered) == 25));
    QCOMPARE(endpoint.requests().size(), 6 + 25);
}

void TestDeliveryPolicy::startsHalfOpenWhenEnabledAgain()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(410));
    EngineFixture f;
    const Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    f.offer(30);
    QTRY_VERIFY(!f.observer.webhooks.empty());
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    const auto before = endpoint.requests().size();
    endpoint.answer(Answer::status(200));
    endpoint.hold();
    f.engine->putWebhook(webhook);
    QTRY_COMPARE(endpoint.requests().size(), before + 1); // 77: the others are there, and wait
    QCOMPARE(f.engine->attemptsUnderWay(), 1);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 30 - int(before));
}

void TestDeliveryPolicy::slowsDownForTheOverloaded()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(429)); // without Retry-After
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Waiting), 1);
    endpoint.hold();
    f.offer(20);
    QTRY_COMPARE(endpoint.requests().size(), 1 + int(DeliverySettings{}.concurrency) / 2);
    QCOMPARE(f.engine->attemptsUnderWay(), int(DeliverySettings{}.concurrency) / 2);
}

void TestDeliveryPolicy::letsOldChatGo()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url(), ScheduleName::Chat);
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    const auto old = f.offer(2);
    QTRY_VERIFY(f.lastOffer);
    f.advance(15min);
    const std::string young = f.offer().front();
    QTRY_VERIFY(f.lastOffer);
    webhook.state = WebhookState::Active;
    f.engine->putWebhook(webhook);
    QTRY_COMPARE(name(f.state(young)), name(DeliveryState::Delivered));
    for (const std::string &id : old) {
        QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Dead));
        QCOMPARE(name(f.reason(id)), name(DeadReason::Expired));
        QVERIFY(f.journal->attempts(id).empty());
    }
}

void TestDeliveryPolicy::doesNotCareForTheWallClock_data()
{
    QTest::addColumn<qint64>("jumpHours");
    QTest::newRow("36 ten years ahead") << qint64{24 * 365 * 10};
    QTest::newRow("36 an hour back") << qint64{-1};
}

void TestDeliveryPolicy::doesNotCareForTheWallClock()
{
    QFETCH(const qint64, jumpHours);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url(), ScheduleName::Momento, "whk_other"));
    f.engine->putWebhook(f.webhook(endpoint.url()));
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    endpoint.answer(Answer::status(200));
    f.clock.jumpUtc(std::chrono::hours(jumpHours));
    f.advance(4s);
    f.offer(1, "whk_other"); // the engine looks at the clock
    QTRY_COMPARE(endpoint.requests().size(), 2);
    QCOMPARE(name(f.state(id)), name(DeliveryState::Waiting)); // not fired
    QCOMPARE(*f.journal->delivery(id).nextAttemptAt, f.clock.utc() + 1s); // and shown right
    f.advance(1s);
    if (jumpHours < 0)
        QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered)); // not frozen
    else // it is ten years old now; but it was looked at in its time
        QTRY_COMPARE(name(f.reason(id)), name(DeadReason::Expired));
}

void TestDeliveryPolicy::keepsRoomForFirstAttempts()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(404, "webhook-delivery: abort-message\r\n"));
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Dead), 1);
    // Four retries at a time become due, then nothing is answered any more.
    endpoint.answer(Answer::status(500));
    f.offer(4);
    QTRY_COMPARE(f.journal->count(DeliveryState::Waiting), 4);
    endpoint.answer(Answer::status(200, "webhook-delivery: x\r\n"));
    f.offer(3); // so that the breaker stays closed
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 3);
    endpoint.answer(Answer::status(500));
    f.offer(4);
    QTRY_COMPARE(f.journal->count(DeliveryState::Waiting), 8);
    const auto before = endpoint.requests().size();
    endpoint.hold();
    f.advance(5s);
    QTRY_COMPARE(endpoint.requests().size(), before + 4); // half of the room
    f.offer(4);
    QTRY_COMPARE(endpoint.requests().size(), before + 8); // the other half
    int retries = 0;
    for (qsizetype i = before; i < before + 8; ++i)
        retries += headerOf(endpoint.requests()[i], "webhook-attempt") == "2" ? 1 : 0;
    QCOMPARE(retries, 4);
}

QTEST_GUILESS_MAIN(TestDeliveryPolicy)
#include "tst_delivery_policy.moc"
