#include <QTest>

#include "ui/models/delivery_text.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::ui;

class TestDeliveryText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesAreTold_data();
    void statesAreTold();
    void everyOutcomeHasASentence_data();
    void everyOutcomeHasASentence();
    void theBrokersWordsAreAdded();
    void schedulesAreKnown();

private:
    const QDateTime m_now = QDateTime::fromMSecsSinceEpoch(1'732'320'000'000, Qt::UTC);
};

void TestDeliveryText::statesAreTold_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<int>("nextInSeconds"); // 0: none
    QTest::addColumn<int>("inAll");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *state, const char *reason, int attempts,
                        int next, int inAll, const char *words) {
        QTest::newRow(name) << QString::fromLatin1(state) << QString::fromLatin1(reason) << attempts
                            << next << inAll << QString::fromLatin1(words);
    };
    row("queued", "queued", "", 0, 0, 10, "Queued");
    row("queued again", "queued", "", 3, 0, 10, "Queued again");
    row("sending", "sending", "", 0, 0, 10, "Sending");
    row("retrying", "waiting", "", 1, 240, 10, "Retrying 2 of 10, next in 4 min");
    row("unknown schedule", "waiting", "", 1, 240, 0, "Retrying 2, next in 4 min");
    row("due", "waiting", "", 1, -5, 10, "Retrying 2 of 10, due now");
    row("no time", "waiting", "", 1, 0, 10, "Retrying 2 of 10");
    row("held", "held", "", 1, 0, 10, "Held: its endpoint rests");
    row("delivered", "delivered", "", 1, 0, 10, "Delivered");
    row("delivered late", "delivered", "", 3, 0, 10, "Delivered at attempt 3");
    row("dead", "dead", "exhausted", 10, 0, 10, "Failed: all attempts are used up");
    row("dead, new reason", "dead", "bored", 10, 0, 10, "Failed: bored");
    row("dead, no reason", "dead", "", 10, 0, 10, "Failed");
    row("canceled", "canceled", "", 1, 0, 10, "Canceled");
    row("a newer broker's", "floating", "", 1, 0, 10, "floating");
}

void TestDeliveryText::statesAreTold()
{
    QFETCH(QString, state);
    QFETCH(QString, reason);
    QFETCH(int, attempts);
    QFETCH(int, nextInSeconds);
    QFETCH(int, inAll);
    QFETCH(QString, words);
    client::DeliveryInfo delivery;
    delivery.state = state;
    delivery.reason = reason;
    delivery.attempts = std::uint32_t(attempts);
    if (nextInSeconds != 0)
        delivery.nextAttemptAt = m_now.addSecs(nextInSeconds);
    QCOMPARE(deliveryWords(delivery, inAll, m_now), words);
}

void TestDeliveryText::everyOutcomeHasASentence_data()
{
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<int>("status");
    for (const char *outcome :
         {"dns_error", "blocked_address", "connection_refused", "connection_reset",
          "network_unreachable", "tls_error", "timeout_dns", "timeout_connect", "timeout_tls",
          "timeout_first_byte", "timeout_total", "protocol_error", "header_too_large",
          "function_error", "canceled", "unknown"})
        QTest::newRow(outcome) << QString::fromLatin1(outcome) << 0;
    QTest::newRow("302") << u"http_3xx"_s << 302;
    for (const int status : {400, 401, 403, 404, 410, 413, 422, 429, 500, 503})
        QTest::newRow(QByteArray::number(status).constData()) << u"http"_s << status;
}

void TestDeliveryText::everyOutcomeHasASentence()
{
    QFETCH(QString, outcome);
    QFETCH(int, status);
    client::AttemptInfo attempt;
    attempt.outcome = outcome;
    attempt.httpStatus = status;
    const QString sentence = causeSentence(attempt);
    QVERIFY2(sentence.endsWith(u'.') && sentence.size() > 12, qPrintable(sentence));
    if (status > 0)
        QVERIFY(sentence.contains(QString::number(status)));
}

void TestDeliveryText::theBrokersWordsAreAdded()
{
    client::AttemptInfo attempt;
    attempt.outcome = u"tls_error"_s;
    attempt.outcomeText = u"the certificate expired 3 days ago"_s;
    QVERIFY(causeSentence(attempt).endsWith(u"the certificate expired 3 days ago"_s));
    attempt.outcome = u"ok"_s;
    QCOMPARE(causeSentence(attempt), u"Delivered."_s);
}

void TestDeliveryText::schedulesAreKnown()
{
    QCOMPARE(attemptsInAll(u"standard"_s), 10);
    QCOMPARE(attemptsInAll(u"chat"_s), 7);
    QCOMPARE(attemptsInAll(u"momento"_s), 1);
    QCOMPARE(attemptsInAll(u"custom"_s), 0);
}

QTEST_GUILESS_MAIN(TestDeliveryText)
#include "tst_delivery_text.moc"
