#include <QTest>

#include "ui/models/webhook_text.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestWebhookText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::C); }
    void aWebhookIsTold();
    void successIsNeverRoundedUp_data();
    void successIsNeverRoundedUp();
    void troubleIsToldWithWhatComesNext();
    void theQueueIsTold();
    void secretsAreTold();
    void targetsAreNamed();

private:
    const QDateTime m_now = QDateTime::fromMSecsSinceEpoch(1'732'320'000'000, Qt::UTC);
};

void TestWebhookText::aWebhookIsTold()
{
    client::WebhookInfo webhook;
    webhook.address = {u"default"_s, u"orders-"_s};
    webhook.match = u"prefix"_s;
    webhook.url = u"https://shop.example.org/in"_s;
    webhook.filter = QJsonObject{};
    webhook.ordering = u"key"_s;
    webhook.orderingKey = u"/customer"_s;
    webhook.batchMessages = 10;
    webhook.perSecond = 50;
    webhook.whenDead = u"stall"_s;
    webhook.clientErrors = u"final"_s;
    const auto all = webhookSentences(webhook).join(u' ');
    for (const auto &part :
         {u"begin with “orders-” that match the filter"_s, u"https://shop.example.org/in"_s,
          u"10 attempts"_s, u"may take 15 s"_s, u"each value of /customer"_s,
          u"wait for a person"_s, u"up to 10 messages"_s, u"50 requests in a second"_s, u"4xx"_s})
        QVERIFY2(all.contains(part), qPrintable(part + u" in "_s + all));
}

void TestWebhookText::successIsNeverRoundedUp_data()
{
    QTest::addColumn<quint64>("succeeded");
    QTest::addColumn<quint64>("failed");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << quint64(0) << quint64(0) << u"–"_s;
    QTest::newRow("all") << quint64(7) << quint64(0) << u"100 %"_s;
    QTest::newRow("one of many failed") << quint64(999'999) << quint64(1) << u"99.9 %"_s;
    QTest::newRow("half") << quint64(1) << quint64(1) << u"50 %"_s;
    QTest::newRow("nothing worked") << quint64(0) << quint64(3) << u"0 %"_s;
}

void TestWebhookText::successIsNeverRoundedUp()
{
    QFETCH(const quint64, succeeded);
    QFETCH(const quint64, failed);
    QFETCH(const QString, text);
    client::WebhookHealthInfo health;
    health.hours = {{m_now, 0, failed}, {m_now, succeeded, 0}};
    QCOMPARE(successText(health), text);
}

void TestWebhookText::troubleIsToldWithWhatComesNext()
{
    client::WebhookHealthInfo health;
    health.state = u"active"_s;
    QVERIFY(healthProblem(health, m_now).isEmpty());
    QCOMPARE(breakerText(health, m_now), u"closed"_s);
    health.state = u"broken"_s;
    health.breaker = u"open"_s;
    health.consecutiveFailures = 5;
    health.nextProbeAt = m_now.addSecs(240);
    QVERIFY(healthProblem(health, m_now).contains(u"5 times in a row"_s));
    QVERIFY(healthProblem(health, m_now).contains(u"in 4 min"_s));
    health.state = u"disabled"_s;
    health.stateReason = u"the endpoint answered 410 Gone"_s;
    QVERIFY(healthProblem(health, m_now).contains(u"410 Gone"_s));
    health = {};
    health.state = u"throttled"_s;
    health.heldUntil = m_now.addSecs(120);
    QVERIFY(healthProblem(health, m_now).contains(u"in 2 min"_s));
    health = {};
    health.state = u"paused"_s;
    QVERIFY(healthProblem(health, m_now).contains(u"kept"_s));
}

void TestWebhookText::theQueueIsTold()
{
    client::WebhookHealthInfo health;
    QCOMPARE(queueText(health, m_now), u"nothing waits"_s);
    health.queued = 3;
    health.waiting = 2;
    health.inFlight = 1;
    health.oldestWaitingAt = m_now.addSecs(-300);
    QCOMPARE(queueText(health, m_now),
             u"6 (1 on their way, 2 to be tried again), oldest from 5 min ago"_s);
}

void TestWebhookText::secretsAreTold()
{
    QVERIFY(secretsText({}, m_now).isEmpty());
    QCOMPARE(secretsText({{m_now.addSecs(-7200), {}}}, m_now), u"The newest was made 2 h ago."_s);
    const auto two = secretsText({{m_now.addSecs(-60), {}}, {m_now, m_now.addSecs(3600)}}, m_now);
    QVERIFY2(two.contains(u"One older secret still signs, until"_s) && two.contains(u"in 1 h"_s),
             qPrintable(two));
}

void TestWebhookText::targetsAreNamed()
{
    QCOMPARE(targetText(u"function:echo"_s), u"function echo"_s);
    QCOMPARE(targetText(u"arn:aws:lambda:eu-central-1:123456789012:function:shop:live"_s),
             u"Lambda shop:live in eu-central-1"_s);
    QCOMPARE(targetText(u"https://a.example/x"_s), u"https://a.example/x"_s);
    client::WebhookInfo webhook;
    webhook.url = u"function:echo"_s;
    QCOMPARE(shownName(webhook), u"function echo"_s);
    webhook.name = u"アナ"_s;
    QCOMPARE(shownName(webhook), u"アナ"_s);
}

QTEST_APPLESS_MAIN(TestWebhookText)
#include "tst_webhook_text.moc"
