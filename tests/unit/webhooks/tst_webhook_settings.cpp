#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// What a webhook's settings do: pace, filter, schedule, headers, alerts, and the end of endpoints
// that fail for days; over real sockets. Numbers in comments are those of the webhook sheet,
// section 8.
class TestWebhookSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsToItsPace();
    void filterKeepsBack();
    void endsLoops();
    void clientErrorsMayBeFinal_data();
    void clientErrorsMayBeFinal();
    void customScheduleAndDeadline();
    void alertsInSteps();
    void disablesWhoFailsForDays();
    void sendsHeadersOfItsOwn();
    void bothSecretsSignWhileTheyOverlap();
    void hostGetsABoundedShare();
    void tellsItsHealth();
};

void TestWebhookSettings::keepsToItsPace()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.perSecond = 10;
    f.engine->putWebhook(webhook);
    f.offer(60);
    QTRY_VERIFY(f.lastOffer);
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    for (int step = 0; step < 500; ++step) { // 78: 5 s in steps of 10 ms
        const auto due = f.clock.monotonic();
        f.advance(10ms);
        QVERIFY(f.clock.monotonic() > due);
        QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    }
    QVERIFY2(endpoint.requests().size() >= 49 && endpoint.requests().size() <= 51,
             qPrintable(QString::number(endpoint.requests().size())));
}

void TestWebhookSettings::filterKeepsBack()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.filter = R"({"kind":["order"]})";
    f.engine->putWebhook(webhook);
    std::vector<PublishedMessage> messages;
    for (const auto *text : {R"({"kind":"order"})", R"({"kind":"chat"})", "no JSON", ""}) {
        messages.push_back(f.message(++f.sequence));
        messages.back().payload.bytes = text;
    }
    messages.push_back(f.message(++f.sequence));
    messages.back().payload = {PayloadKind::Binary, R"({"kind":"order"})"};
    f.engine->offer("whk_1", messages, [](const auto &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    QCOMPARE(f.journal->ids().size(), std::size_t{1});
    QCOMPARE(f.journal->position("whk_1")->sequence, std::uint64_t{5});
    QCOMPARE(f.engine->health("whk_1")->at("whk_1").filteredMessages, std::uint64_t{4});
}

void TestWebhookSettings::endsLoops()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    f.engine->putWebhook(f.webhook(endpoint.url()));
    auto last = f.message(1);
    last.hops = kMaxHops - 1;
    auto over = f.message(2);
    over.hops = kMaxHops;
    f.engine->offer("whk_1", {last, over}, [](const auto &) {});
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    QCOMPARE(f.journal->count(DeliveryState::Dead), 1);
    QCOMPARE(name(f.reason(deliveryId(f.webhook(""), over))), name(DeadReason::Loop));
    QCOMPARE(endpoint.requests().size(), 1);
    QCOMPARE(headerOf(endpoint.requests()[0], "parley-hops"), QByteArray::number(kMaxHops));
}

void TestWebhookSettings::clientErrorsMayBeFinal_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("isFinal");
    for (const int status : {400, 401, 404, 422})
        QTest::addRow("%d", status) << status << true;
    for (const int status : {408, 409, 425, 429, 500})
        QTest::addRow("%d", status) << status << false;
}

void TestWebhookSettings::clientErrorsMayBeFinal()
{
    QFETCH(const int, status);
    QFETCH(const bool, isFinal);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(status));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.clientErrors = ClientErrors::Final;
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_VERIFY(f.observer.attempts.size() == 1);
    QCOMPARE(name(f.state(id)), name(isFinal ? DeliveryState::Dead : DeliveryState::Waiting));
    QCOMPARE(name(f.reason(id)), name(isFinal ? DeadReason::Rejected : DeadReason::None));
}

void TestWebhookSettings::customScheduleAndDeadline()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url(), ScheduleName::Custom);
    webhook.settings.delays = {7s};
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
    QCOMPARE(*f.journal->delivery(id).nextAttemptAt, f.clock.utc() + 7s);
    f.advance(7s);
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Dead));
    QCOMPARE(endpoint.requests().size(), 2);
}

void TestWebhookSettings::alertsInSteps()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url(), ScheduleName::Momento);
    webhook.settings.concurrency = 1;
    f.engine->putWebhook(webhook);
    f.offer(25);
    QTRY_COMPARE(f.journal->count(DeliveryState::Dead), 5);
    for (int dead = 6; dead <= 25; ++dead) {
        QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
        f.advance(11min); // the breaker lets one probe through
        QTRY_COMPARE(f.journal->count(DeliveryState::Dead), dead);
    }
    QCOMPARE(f.observer.alerts, (std::vector{50, 70, 90, 100}));
    QCOMPARE(f.journal->lastFailures()->count, std::uint64_t{20}); // more is not worth a write
    QVERIFY(f.observer.webhooks.empty()); // failing for hours is not enough
}

void TestWebhookSettings::disablesWhoFailsForDays()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url(), ScheduleName::Momento);
    webhook.failures = {19, f.clock.utc() - 120h}; // of the last run
    f.engine->putWebhook(webhook);
    f.offer();
    QTRY_COMPARE(f.observer.webhooks.size(), std::size_t{1});
    QCOMPARE(f.observer.webhooks[0].state, WebhookState::Disabled);
    QVERIFY(f.observer.webhooks[0].stateReason.starts_with("failing"));
    QCOMPARE(f.journal->lastWebhookChange()->state, WebhookState::Disabled);

    endpoint.answer(Answer::status(200)); // a person enables it: the first one is a probe
    webhook.failures = {};
    f.engine->putWebhook(webhook);
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    QCOMPARE(name(f.observer.attempts.back().trigger), name(Trigger::Probe));
    QCOMPARE(f.journal->lastFailures()->count, std::uint64_t{0});
}

void TestWebhookSettings::sendsHeadersOfItsOwn()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.userAgent = UserAgent::Momento;
    webhook.format = BodyFormat::CloudEvents;
    webhook.credentials.headers = {{"X-Env", "prod", false}, {"X-Key", "s3cret", true}};
    webhook.credentials.authentication = {AuthenticationKind::Basic, "ana", "pass:word", {}, {}};
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    const QByteArray request = endpoint.requests().front();
    QCOMPARE(headerOf(request, "X-Env"), QByteArray("prod"));
    QCOMPARE(headerOf(request, "X-Key"), QByteArray("s3cret"));
    QCOMPARE(headerOf(request, "Authorization"), "Basic " + QByteArray("ana:pass:word").toBase64());
    QVERIFY(headerOf(request, "User-Agent").startsWith("Momento/1.0"));
    QCOMPARE(headerOf(request, "Content-Type"), QByteArray("application/cloudevents+json"));
    const QJsonObject event = QJsonDocument::fromJson(bodyOf(request)).object();
    QCOMPARE(event.value(QStringLiteral("specversion")).toString(), QStringLiteral("1.0"));
    QCOMPARE(event.value(QStringLiteral("id")).toString().toStdString(), id);
    QCOMPARE(event.value(QStringLiteral("data")).toString(), QStringLiteral("hola 1"));
    const std::string kept = f.journal->attempts(id)[0].requestHead; // 79
    QVERIFY(kept.find("X-Env: prod") != std::string::npos);
    QVERIFY(kept.find("X-Key: ***") != std::string::npos);
    QVERIFY(kept.find("Authorization: ***") != std::string::npos);
    QVERIFY(kept.find("s3cret") == std::string::npos);
}

void TestWebhookSettings::bothSecretsSignWhileTheyOverlap()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.credentials.olderSecrets = {
        {"whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=", f.clock.utc(), f.clock.utc() + 24h}};
    f.engine->putWebhook(webhook);
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 1);
    QCOMPARE(headerOf(endpoint.requests()[0], "webhook-signature").count("v1,"), 2); // 5
    f.clock.advance(24h);
    f.offer();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 2);
    QCOMPARE(headerOf(endpoint.requests()[1], "webhook-signature").count("v1,"), 1);
}

void TestWebhookSettings::hostGetsABoundedShare()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    for (const auto *id : {"whk_1", "whk_2"}) {
        Webhook webhook = f.webhook(endpoint.url(), ScheduleName::Standard, id);
        webhook.settings.concurrency = 32;
        f.engine->putWebhook(webhook);
        f.offer(40, id);
    }
    QTRY_COMPARE(endpoint.requests().size(), OpenAttempts::kMaxPerHost);
    QTest::qWait(0);
    QCOMPARE(f.engine->attemptsUnderWay(), OpenAttempts::kMaxPerHost);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 80);
}

void TestWebhookSettings::tellsItsHealth()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(200));
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.concurrency = 1;
    f.engine->putWebhook(webhook);
    f.offer(10);
    QTRY_COMPARE(f.journal->count(DeliveryState::Held), 4); // 1 delivered, 5 failed: it opened
    QTRY_COMPARE(f.engine->attemptsUnderWay(), 0);
    const auto health = f.engine->health("whk_1")->at("whk_1");
    QCOMPARE(health.breaker, BreakerState::Open);
    QCOMPARE(*health.nextProbeAt, f.clock.utc() + 30s);
    QCOMPARE(health.open, std::uint64_t{9});
    QCOMPARE(health.consecutiveFailures, std::uint64_t{5});
    QCOMPARE(*health.lastSuccessAt, f.clock.utc());
    QCOMPARE(health.hours[23].succeeded, std::uint64_t{1});
    QCOMPARE(health.hours[23].failed, std::uint64_t{5});
    QVERIFY(health.p95Microseconds >= health.p50Microseconds);
    QVERIFY(!f.engine->health("whk_none"));
}

QTEST_GUILESS_MAIN(TestWebhookSettings)
#include "tst_webhook_settings.moc"
