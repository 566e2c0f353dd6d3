#include <QHash>
#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What each durability promises, held against kill -9 and SIGTERM.
class TestDurableMessagesSurviveKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyAcknowledgedMessageIsReadableAtItsPosition();
    void sequencesGoOnWhereTheyStood();
    void aMessageWithAKeyIsStoredOnce_data();
    void aMessageWithAKeyIsStoredOnce();
    void aPageThatWasLostIsFollowedByALargerOne_data();
    void aPageThatWasLostIsFollowedByALargerOne();
    void aReaderOfTheLostPageIsTold();
    void aRelaxedTopicLosesOnlyWhatWasNotStored();
    void whatEndsWellIsKept_data();
    void whatEndsWellIsKept();

private:
    HttpAnswer publish(const QByteArray &text);
    QJsonArray history();
    void makeTopic(const QString &durability);

    std::unique_ptr<BrokerProcess> m_broker;
};

void TestDurableMessagesSurviveKill::init()
{
    m_broker = std::make_unique<BrokerProcess>();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
}

HttpAnswer TestDurableMessagesSurviveKill::publish(const QByteArray &text)
{
    return publishText(m_broker->port(), m_broker->ownerToken(), "log", text);
}

QJsonArray TestDurableMessagesSurviveKill::history()
{
    return ask(m_broker->port(), m_broker->ownerToken(), "GET",
               "/v1/history/default/log?limit=1000")
        .json()["items"_L1]
        .toArray();
}

void TestDurableMessagesSurviveKill::makeTopic(const QString &durability)
{
    QVERIFY(parley::test::makeTopic(m_broker->port(), m_broker->ownerToken(), "log",
                                    {{u"durability"_s, durability}}));
}

// Killed while messages are on their way: some are acknowledged, some are not.
void TestDurableMessagesSurviveKill::everyAcknowledgedMessageIsReadableAtItsPosition()
{
    constexpr int kSent = 900; // fits one answer of the history
    constexpr int kAcknowledged = 300;
    makeTopic(u"durable"_s);
    RawWebSocket socket(m_broker->port(), m_broker->ownerToken());
    QCOMPARE(socket.handshakeStatus(), 101);
    for (int i = 1; i <= kSent; ++i)
        socket.send({{u"op"_s, u"publish"_s},
                     {u"id"_s, i},
                     {u"topic"_s, u"log"_s},
                     {u"text"_s, u"message %1"_s.arg(i)}});
    QHash<qint64, QString> acknowledged; // by sequence
    QJsonValue page;
    for (int i = 1; i <= kAcknowledged; ++i) {
        const QJsonObject ack = socket.next();
        QCOMPARE(ack["type"_L1].toString(), u"ack"_s);
        QCOMPARE(ack["ack"_L1].toString(), u"stored"_s);
        page = ack["page"_L1];
        acknowledged.insert(ack["sequence"_L1].toInteger(),
                            u"message %1"_s.arg(ack["id"_L1].toInteger()));
    }
    m_broker->kill();
    QCOMPARE(acknowledged.size(), kAcknowledged); // no position was given twice

    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    const QJsonArray items = history();
    QVERIFY(items.size() >= kAcknowledged);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items[i].toObject();
        QCOMPARE(item["sequence"_L1].toInteger(), i + 1);
        QCOMPARE(item["page"_L1], page);
        QCOMPARE(item["text"_L1].toString(), acknowledged.value(i + 1, item["text"_L1].toString()));
    }
}

void TestDurableMessagesSurviveKill::sequencesGoOnWhereTheyStood()
{
    makeTopic(u"durable"_s);
    const QJsonObject before = publish("before").json();
    QCOMPARE(before["ack"_L1].toString(), u"stored"_s);
    m_broker->kill();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    const QJsonObject after = publish("after").json();
    QCOMPARE(after["page"_L1], before["page"_L1]);
    QCOMPARE(after["sequence"_L1].toInteger(), before["sequence"_L1].toInteger() + 1);
}

void TestDurableMessagesSurviveKill::aMessageWithAKeyIsStoredOnce_data()
{
    QTest::addColumn<bool>("killed");
    QTest::newRow("after a kill") << true;
    QTest::newRow("in one run") << false;
}

// The client that lost its connection, and with it the ack, sends the same again.
void TestDurableMessagesSurviveKill::aMessageWithAKeyIsStoredOnce()
{
    QFETCH(bool, killed);
    makeTopic(u"durable"_s);
    const QJsonObject message{{u"op"_s, u"publish"_s},
                              {u"id"_s, 1},
                              {u"topic"_s, u"log"_s},
                              {u"text"_s, u"once"_s},
                              {u"idempotencyKey"_s, u"01JDMKQ4N6W2ZT3V8H5Y7XACEB"_s}};
    const auto first = RawWebSocket(m_broker->port(), m_broker->ownerToken()).call(message);
    QCOMPARE(first["type"_L1].toString(), u"ack"_s);
    if (killed) {
        m_broker->kill();
        QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    }
    const auto again = RawWebSocket(m_broker->port(), m_broker->ownerToken()).call(message);
    QCOMPARE(again, first);
    const auto overHttp = RawHttp(m_broker->port(), m_broker->ownerToken())
                              .request("POST", "/v1/publish/default/log", "once",
                                       "Idempotency-Key: 01JDMKQ4N6W2ZT3V8H5Y7XACEB\r\n")
                              .json();
    QCOMPARE(overHttp["sequence"_L1], first["sequence"_L1]);
    QCOMPARE(history().size(), 1);
    QCOMPARE(history()[0]["idempotencyKey"_L1].toString(), u"01JDMKQ4N6W2ZT3V8H5Y7XACEB"_s);
}

void TestDurableMessagesSurviveKill::aPageThatWasLostIsFollowedByALargerOne_data()
{
    QTest::addColumn<QString>("durability");
    QTest::addColumn<bool>("killed");
    QTest::newRow("memory, killed") << u"memory"_s << true;
    QTest::newRow("memory, ended well") << u"memory"_s << false;
}

void TestDurableMessagesSurviveKill::aPageThatWasLostIsFollowedByALargerOne()
{
    QFETCH(const QString, durability);
    QFETCH(const bool, killed);
    makeTopic(durability);
    const QJsonObject before = publish("before").json();
    QCOMPARE(before["ack"_L1].toString(), u"accepted"_s);
    if (killed)
        m_broker->kill();
    else
        QVERIFY2(m_broker->terminate(), m_broker->complaint().constData());
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    QCOMPARE(history().size(), 0);
    const QJsonObject after = publish("after").json();
    QVERIFY(after["page"_L1].toInteger() > before["page"_L1].toInteger());
    QCOMPARE(after["sequence"_L1].toInteger(), 1);
}

void TestDurableMessagesSurviveKill::aReaderOfTheLostPageIsTold()
{
    makeTopic(u"memory"_s);
    const QJsonObject before = publish("before").json();
    m_broker->kill();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    RawWebSocket reader(m_broker->port(), m_broker->ownerToken());
    const QJsonObject last{{u"page"_s, before["page"_L1]}, {u"sequence"_s, before["sequence"_L1]}};
    const QJsonObject subscribed = reader.call({{u"op"_s, u"subscribe"_s},
                                                {u"topic"_s, u"log"_s},
                                                {u"from"_s, QJsonObject{{u"after"_s, last}}}});
    QCOMPARE(subscribed["type"_L1].toString(), u"subscribed"_s);
    const QJsonObject gap = reader.next();
    QCOMPARE(gap["type"_L1].toString(), u"gap"_s);
    QCOMPARE(gap["after"_L1].toObject(), last);
    QVERIFY(gap["next"_L1]["page"_L1].toInteger() > before["page"_L1].toInteger());
    publish("after");
    const QJsonObject item = reader.next();
    QCOMPARE(item["text"_L1].toString(), u"after"_s);
    QCOMPARE(item["page"_L1], gap["next"_L1]["page"_L1]);
    QCOMPARE(item["sequence"_L1], gap["next"_L1]["sequence"_L1]);
}

// A durable message behind it says that the store has come that far.
void TestDurableMessagesSurviveKill::aRelaxedTopicLosesOnlyWhatWasNotStored()
{
    makeTopic(u"relaxed"_s);
    QVERIFY(parley::test::makeTopic(m_broker->port(), m_broker->ownerToken(), "mark",
                                    {{u"durability"_s, u"durable"_s}}));
    const QJsonObject before = publish("before").json();
    QCOMPARE(before["ack"_L1].toString(), u"accepted"_s);
    const auto mark = publishText(m_broker->port(), m_broker->ownerToken(), "mark", "stored");
    QCOMPARE(mark.json()["ack"_L1].toString(), u"stored"_s);
    m_broker->kill();
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    const QJsonArray items = history();
    QCOMPARE(items.size(), 1);
    QCOMPARE(items[0]["text"_L1].toString(), u"before"_s);
    const QJsonObject after = publish("after").json();
    QVERIFY(after["page"_L1].toInteger() > before["page"_L1].toInteger());
    QCOMPARE(after["sequence"_L1].toInteger(), 2);
}

void TestDurableMessagesSurviveKill::whatEndsWellIsKept_data()
{
    QTest::addColumn<QString>("durability");
    QTest::newRow("relaxed") << u"relaxed"_s;
    QTest::newRow("durable") << u"durable"_s;
}

void TestDurableMessagesSurviveKill::whatEndsWellIsKept()
{
    QFETCH(const QString, durability);
    makeTopic(durability);
    QJsonObject last;
    for (int i = 0; i < 50; ++i)
        last = publish("message " + QByteArray::number(i)).json();
    QVERIFY2(m_broker->terminate(), m_broker->complaint().constData());
    QVERIFY2(m_broker->start(), m_broker->complaint().constData());
    const QJsonArray items = history();
    QCOMPARE(items.size(), 50);
    QCOMPARE(items.last()["sequence"_L1], last["sequence"_L1]);
    QCOMPARE(items.last()["page"_L1], last["page"_L1]);
    QCOMPARE(items.last()["text"_L1].toString(), u"message 49"_s);
}

QTEST_GUILESS_MAIN(TestDurableMessagesSurviveKill)
#include "tst_durable_messages_survive_kill.moc"
