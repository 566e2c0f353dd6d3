#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/unit/webhooks/engine_fixture.h"

using namespace parley;
using namespace parley::test;

// Order and batches, over real sockets. Numbers in comments are those of the webhook sheet,
// section 8.
class TestDeliveryOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderOverRetriesAndRestart();
    void skipsOrStallsWhenTheHeadDies_data();
    void skipsOrStallsWhenTheHeadDies();
    void retriesFollowTheScheduleToItsEnd();
    void aHeadThatExpiredIsSentByHand();
    void whoCameLaterDoesNotExpireWithTheHead();
    void aHeadByHandDoesNotWaitForTheBreaker_data();
    void aHeadByHandDoesNotWaitForTheBreaker();
    void keysGoSideBySide();
    void batchIsOneRequestWithTheSameBytes();
    void changesItsOrderUnderWay();
    void whatIsSentByHandStaysOutOfANewOrder_data();
    void whatIsSentByHandStaysOutOfANewOrder();

private:
    static Webhook ordered(const EngineFixture &f, const FakeEndpoint &endpoint,
                           Ordering ordering = Ordering::Endpoint)
    {
        Webhook webhook = f.webhook(endpoint.url());
        webhook.settings.ordering = ordering;
        return webhook;
    }
    static QStringList texts(const FakeEndpoint &endpoint)
    {
        QStringList out;
        for (const QByteArray &request : endpoint.requests())
            out += textOf(QJsonDocument::fromJson(bodyOf(request)).object());
        return out;
    }
    static QString textOf(const QJsonObject &body)
    {
        return body.value(QStringLiteral("text")).toString();
    }
};

void TestDeliveryOrder::keepsOrderOverRetriesAndRestart()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    f.engine->putWebhook(ordered(f, endpoint));
    const auto ids = f.offer(3);
    QTRY_COMPARE(name(f.state(ids[0])), name(DeliveryState::Waiting));
    QCOMPARE(endpoint.requests().size(), 1); // 73: the others wait behind it
    QCOMPARE(name(f.state(ids[1])), name(DeliveryState::Queued));
    f.restart({ordered(f, endpoint)});
    f.offer(2);
    f.advance(4'999ms);
    QCOMPARE(endpoint.requests().size(), 1);
    endpoint.answer(Answer::status(200));
    f.advance(2ms);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 5);
    QCOMPARE(texts(endpoint),
             QStringLiteral("hola 1,hola 1,hola 2,hola 3,hola 4,hola 5").split(u','));
    QCOMPARE(endpoint.mostOpenRequests(), 1);
}

void TestDeliveryOrder::skipsOrStallsWhenTheHeadDies_data()
{
    QTest::addColumn<bool>("stalls");
    QTest::newRow("skip") << false;
    QTest::newRow("stall") << true;
}

void TestDeliveryOrder::skipsOrStallsWhenTheHeadDies()
{
    QFETCH(const bool, stalls);
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.schedule = ScheduleName::Momento; // one attempt
    webhook.settings.whenDead = stalls ? WhenDead::Stall : WhenDead::Skip;
    f.engine->putWebhook(webhook);
    const auto ids = f.offer(2);
    if (!stalls) {
        QTRY_COMPARE(name(f.state(ids[1])), name(DeliveryState::Delivered));
        QCOMPARE(name(f.state(ids[0])), name(DeliveryState::Dead));
        return;
    }
    QTRY_COMPARE(name(f.state(ids[0])), name(DeliveryState::Held));
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::Exhausted));
    f.restart({webhook}); // it stalls over a restart
    f.advance(1h);
    QTest::qWait(0);
    QCOMPARE(endpoint.requests().size(), 1);
    std::optional<Result<void>> behind;
    f.engine->retryNow(ids[1], [&](Result<void> result) { behind = result; });
    QTRY_VERIFY(behind);
    QCOMPARE(behind->error().code, ErrorCode::FailedPrecondition);
    f.engine->retryNow(ids[0], [](const auto &) {}); // a person decides
    QTRY_COMPARE(name(f.state(ids[1])), name(DeliveryState::Delivered));
    QCOMPARE(texts(endpoint), QStringLiteral("hola 1,hola 1,hola 2").split(u','));
}

void TestDeliveryOrder::retriesFollowTheScheduleToItsEnd()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.schedule = ScheduleName::Custom;
    webhook.settings.delays = {1s, 10s, 100s};
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    for (const auto &wait : webhook.settings.delays) {
        QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
        const std::size_t made = f.journal->attempts(id).size();
        f.advance(wait - 1ms);
        QCOMPARE(f.journal->attempts(id).size(), made);
        f.advance(1ms);
        QTRY_COMPARE(f.journal->attempts(id).size(), made + 1);
    }
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Dead));
    QCOMPARE(name(f.reason(id)), name(DeadReason::Exhausted));
    QCOMPARE(endpoint.requests().size(), 4);
    QCOMPARE(f.journal->delivery(id).attempts, 4u);
}

// Its time is over, but a person wants it.
void TestDeliveryOrder::aHeadThatExpiredIsSentByHand()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.schedule = ScheduleName::Chat; // 15 min for each message
    webhook.settings.whenDead = WhenDead::Stall;
    f.engine->putWebhook(webhook);
    const auto ids = f.offer(2);
    QTRY_COMPARE(name(f.state(ids[0])), name(DeliveryState::Waiting));
    f.advance(16min);
    QTRY_COMPARE(name(f.state(ids[0])), name(DeliveryState::Held));
    QCOMPARE(name(f.reason(ids[0])), name(DeadReason::Expired));
    QCOMPARE(endpoint.requests().size(), 1);
    f.engine->retryNow(ids[0], [](const auto &) {});
    QTRY_COMPARE(name(f.state(ids[0])), name(DeliveryState::Delivered));
    QCOMPARE(name(f.journal->attempts(ids[0]).back().trigger), name(Trigger::Manual));
    QTRY_COMPARE(name(f.state(ids[1])), name(DeliveryState::Held)); // it expired in its turn
    QCOMPARE(endpoint.requests().size(), 2);
}

void TestDeliveryOrder::whoCameLaterDoesNotExpireWithTheHead()
{
    FakeEndpoint endpoint;
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.schedule = ScheduleName::Chat; // 15 min for each message
    webhook.settings.batchMessages = 10;
    webhook.settings.batchTime = 0ms;
    webhook.state = WebhookState::Paused;
    f.engine->putWebhook(webhook);
    const std::string old = f.offer().front();
    QTRY_VERIFY(f.lastOffer);
    f.advance(14min);
    const std::string young = f.offer().front();
    QTRY_VERIFY(f.lastOffer);
    f.advance(2min);
    webhook.state = WebhookState::Active;
    f.engine->putWebhook(webhook);
    QTRY_COMPARE(name(f.state(young)), name(DeliveryState::Delivered));
    QCOMPARE(name(f.state(old)), name(DeliveryState::Dead));
    QCOMPARE(endpoint.requests().size(), 1);
    QCOMPARE(f.journal->delivery(young).batchId, std::string());
}

void TestDeliveryOrder::aHeadByHandDoesNotWaitForTheBreaker_data()
{
    QTest::addColumn<bool>("restarts");
    QTest::newRow("its body is in memory") << false;
    QTest::newRow("its body is in the journal") << true;
}

void TestDeliveryOrder::aHeadByHandDoesNotWaitForTheBreaker()
{
    QFETCH(const bool, restarts);
    FakeEndpoint endpoint;
    const qsizetype failures = restarts ? 6 : 5;
    for (qsizetype i = 0; i < failures; ++i)
        endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.schedule = ScheduleName::Custom;
    webhook.settings.delays = std::vector<std::chrono::seconds>(10, 1s);
    f.engine->putWebhook(webhook);
    const std::string id = f.offer().front();
    for (qsizetype failed = 1; failed <= failures; ++failed) {
        QTRY_COMPARE(f.journal->attempts(id).size(), std::size_t(failed));
        QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Waiting));
        if (restarts && failed == 1)
            f.restart({webhook}); // the breaker begins anew
        if (failed < failures)
            f.advance(2s);
    }
    const auto health = f.engine->health(webhook.id)->at(webhook.id);
    QVERIFY(health.breaker == BreakerState::Open);
    f.engine->retryNow(id, [](const auto &) {});
    QTRY_COMPARE(name(f.state(id)), name(DeliveryState::Delivered));
    QCOMPARE(endpoint.requests().size(), failures + 1);
}

void TestDeliveryOrder::keysGoSideBySide()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint, Ordering::Key);
    webhook.settings.orderingKey = "/user";
    f.engine->putWebhook(webhook);
    std::vector<PublishedMessage> messages;
    for (const auto *text : {R"({"user":"ana","n":1})", R"({"user":"ben","n":2})",
                             R"({"user":"ana","n":3})", R"({"user":"cem","n":4})"}) {
        messages.push_back(f.message(++f.sequence));
        messages.back().payload.bytes = text;
    }
    f.engine->offer("whk_1", messages, [](const auto &) {});
    QTRY_COMPARE(endpoint.requests().size(), 3); // one for each user
    QCOMPARE(texts(endpoint).filter(QStringLiteral("3")).size(), 0);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
}

void TestDeliveryOrder::batchIsOneRequestWithTheSameBytes()
{
    FakeEndpoint endpoint;
    endpoint.answer(Answer::status(500));
    endpoint.answer(Answer::status(200));
    EngineFixture f;
    Webhook webhook = ordered(f, endpoint);
    webhook.settings.batchMessages = 3;
    f.engine->putWebhook(webhook);
    const auto ids = f.offer(3);
    QTRY_COMPARE(name(f.state(ids[2])), name(DeliveryState::Waiting));
    f.offer(2); // they do not join what was sent already
    f.restart({webhook});
    f.advance(5s);
    QTRY_COMPARE(name(f.state(ids[2])), name(DeliveryState::Delivered));
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 5);
    QCOMPARE(endpoint.requests().size(), 3);
    const QByteArray first = endpoint.requests()[0];
    QCOMPARE(bodyOf(endpoint.requests()[1]), bodyOf(first));
    QCOMPARE(headerOf(first, "webhook-id"), QByteArray::fromStdString(ids[0]));
    QCOMPARE(headerOf(endpoint.requests()[1], "webhook-id"), headerOf(first, "webhook-id"));
    const QJsonArray batch = QJsonDocument::fromJson(bodyOf(first)).array();
    QCOMPARE(batch.size(), 3);
    QCOMPARE(textOf(batch[2].toObject()), QStringLiteral("hola 3"));
    QCOMPARE(f.journal->attempts(ids[0]).size(), std::size_t{2});
    QCOMPARE(f.journal->attempts(ids[1]).size(), std::size_t{0});
    QCOMPARE(f.journal->delivery(ids[1]).batchId, ids[0]);
    QCOMPARE(f.journal->delivery(ids[1]).attempts, 2u);
}

void TestDeliveryOrder::changesItsOrderUnderWay()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    f.engine->putWebhook(webhook);
    f.offer(20);
    QTRY_COMPARE(endpoint.requests().size(), 8); // as many as it has room for
    webhook.settings.ordering = Ordering::Endpoint;
    f.engine->putWebhook(webhook);
    endpoint.release();
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 20);
    QStringList expected;
    for (int number = 9; number <= 20; ++number)
        expected << QStringLiteral("hola %1").arg(number);
    QCOMPARE(texts(endpoint).mid(8), expected);
    webhook.settings.ordering = Ordering::None;
    f.engine->putWebhook(webhook);
    f.offer(3);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 23);
    QCOMPARE(endpoint.requests().size(), 23);
}

void TestDeliveryOrder::whatIsSentByHandStaysOutOfANewOrder_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("it is refused") << 500 << QStringLiteral("hola 1,hola 3,hola 2,hola 3,hola 4");
    QTest::newRow("it is delivered") << 200 << QStringLiteral("hola 1,hola 3,hola 2,hola 4");
}

// A person asked for the third before there was an order: it goes next and once, and takes its
// place in the line only when that fails.
void TestDeliveryOrder::whatIsSentByHandStaysOutOfANewOrder()
{
    QFETCH(const int, status);
    QFETCH(const QString, expected);
    FakeEndpoint endpoint;
    for (const int given : {200, status, 200})
        endpoint.answer(Answer::status(given));
    endpoint.hold();
    EngineFixture f;
    Webhook webhook = f.webhook(endpoint.url());
    webhook.settings.concurrency = 1;
    f.engine->putWebhook(webhook);
    const auto ids = f.offer(4);
    QTRY_COMPARE(endpoint.requests().size(), 1);
    std::optional<Result<void>> asked;
    f.engine->retryNow(ids[2], [&](Result<void> result) { asked = std::move(result); });
    QTRY_VERIFY(asked && *asked);
    webhook.settings.ordering = Ordering::Endpoint;
    f.engine->putWebhook(webhook);
    QTRY_VERIFY(f.engine->health(webhook.id)->at(webhook.id).oldestOpenAt); // its line is read
    endpoint.release();
    const int failures = status == 200 ? 0 : 1;
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4 - 2 * failures);
    f.advance(4'999ms); // of the 5 s to its next attempt
    QCoreApplication::processEvents();
    QCOMPARE(f.journal->attempts(ids[2]).size(), std::size_t{1});
    f.advance(1ms);
    QTRY_COMPARE(f.journal->count(DeliveryState::Delivered), 4);
    QCOMPARE(texts(endpoint), expected.split(u','));
    const auto attempts = f.journal->attempts(ids[2]);
    QCOMPARE(attempts.size(), std::size_t(1 + failures));
    QCOMPARE(name(attempts.front().trigger), name(Trigger::Manual));
    QCOMPARE(f.engine->health(webhook.id)->at(webhook.id).open, std::uint64_t{0});
}

QTEST_GUILESS_MAIN(TestDeliveryOrder)
#include "tst_delivery_order.moc"
