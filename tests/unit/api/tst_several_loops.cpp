#include <QJsonArray>
#include <QTest>

#include <set>
#include <thread>

#include "tests/support/raw_websocket.h"
#include "tests/unit/api/core_broker.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

namespace {

constexpr int kLoops = 3;
constexpr int kSockets = 2 * kLoops; // two on each

} // namespace

// What the conversations of several loops share, under the thread sanitizer. The sockets are spread
// evenly, because each goes to the loop with the fewest; the first case looks.
class TestSeveralLoops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everybodyIsFoundAndCounted();
    void eachMessageArrivesOnceAndInOrder_data();
    void eachMessageArrivesOnceAndInOrder();
    void aRevocationEndsAllOfThemWhilePublishing();
    void aDeletedTopicTellsItsReaders();
    void whoWatchesSeesWhatIsPublishedFromThenOn();

private:
    using Sockets = std::vector<std::unique_ptr<RawWebSocket>>;
    Sockets openAll(const QByteArray &token) const;
    bool subscribe(RawWebSocket &socket, const QString &topic) const;
    QJsonObject get(const QByteArray &path) const
    {
        return ask(m_broker->port(), m_broker->ownerToken(), "GET", path).json();
    }

    std::unique_ptr<CoreBroker> m_broker;
};

void TestSeveralLoops::init()
{
    m_broker = std::make_unique<CoreBroker>(kLoops);
}

void TestSeveralLoops::cleanup()
{
    m_broker.reset();
}

TestSeveralLoops::Sockets TestSeveralLoops::openAll(const QByteArray &token) const
{
    Sockets sockets;
    for (int i = 0; i < kSockets; ++i)
        sockets.push_back(std::make_unique<RawWebSocket>(m_broker->port(), token));
    return sockets;
}

bool TestSeveralLoops::subscribe(RawWebSocket &socket, const QString &topic) const
{
    return socket.call({{u"op"_s, u"subscribe"_s}, {u"topic"_s, topic}})["type"_L1].toString()
        == u"subscribed"_s;
}

void TestSeveralLoops::everybodyIsFoundAndCounted()
{
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "one"));
    const auto sockets = openAll(m_broker->ownerToken());
    for (const auto &socket : sockets) {
        QCOMPARE(socket->handshakeStatus(), 101);
        QVERIFY(subscribe(*socket, u"one"_s));
    }
    const QJsonArray readers = get("/v1/subscribers/default/one")["subscribers"_L1].toArray();
    std::set<qint64> ids;
    for (const auto &reader : readers)
        ids.insert(reader["connectionId"_L1].toInteger());
    QCOMPARE(ids.size(), std::size_t(kSockets)); // each once
    const QJsonObject status = get("/v1/status");
    QCOMPARE(status["sessions"_L1].toInt(), kSockets);
    QCOMPARE(status["subscriptions"_L1].toInt(), kSockets);
    QVERIFY(status["connections"_L1].toInt() > kSockets); // and the one that asks
    QVERIFY(status["sends"_L1].toInt() >= 2 * kSockets);
    const QByteArray metrics
        = ask(m_broker->port(), m_broker->ownerToken(), "GET", "/v1/metrics").body;
    for (int i = 1; i < kLoops; ++i) // the first has those that ask, too
        QVERIFY2(
            metrics.contains("parley_loop_connections{loop=\"" + QByteArray::number(i) + "\"} 2\n"),
            metrics.constData());
}

void TestSeveralLoops::eachMessageArrivesOnceAndInOrder_data()
{
    QTest::addColumn<QString>("durability");
    QTest::newRow("memory") << u"memory"_s;
    QTest::newRow("durable") << u"durable"_s;
}

// Every socket publishes and reads at once.
void TestSeveralLoops::eachMessageArrivesOnceAndInOrder()
{
    QFETCH(const QString, durability);
    constexpr int kEach = 200;
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "one",
                      {{u"durability"_s, durability}}));
    const auto sockets = openAll(m_broker->ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket, u"one"_s));
    for (int i = 0; i < kEach; ++i)
        for (int who = 0; who < kSockets; ++who)
            sockets[who]->send({{u"op"_s, u"publish"_s},
                                {u"id"_s, i},
                                {u"topic"_s, u"one"_s},
                                {u"text"_s, QString::number(who * kEach + i)}});
    QStringList first; // the order that the first reader sees
    for (int who = 0; who < kSockets; ++who) {
        QStringList texts;
        int acks = 0;
        while (texts.size() < kSockets * kEach || acks < kEach) {
            const QJsonObject message = sockets[who]->next();
            if (message["type"_L1].toString() == u"ack"_s) {
                QCOMPARE(message["id"_L1].toInt(), acks++); // of this socket, in its order
                continue;
            }
            QCOMPARE(message["type"_L1].toString(), u"item"_s);
            texts += message["text"_L1].toString();
            QCOMPARE(message["sequence"_L1].toInteger(), texts.size());
        }
        if (who == 0)
            first = texts;
        QCOMPARE(texts, first);
    }
    for (int who = 0; who < kSockets; ++who) // what one publisher sent stays in its order
        for (int i = 1; i < kEach; ++i)
            QVERIFY(first.indexOf(QString::number(who * kEach + i - 1))
                    < first.indexOf(QString::number(who * kEach + i)));
}

void TestSeveralLoops::aRevocationEndsAllOfThemWhilePublishing()
{
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "one"));
    const QJsonObject issued
        = ask(m_broker->port(), m_broker->ownerToken(), "POST", "/v1/tokens", {{u"admin"_s, true}})
              .json();
    const auto sockets = openAll(issued["secret"_L1].toString().toLatin1());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket, u"one"_s));
    std::atomic<bool> over{false};
    std::thread busy([&] {
        while (!over)
            sockets.front()->send(
                {{u"op"_s, u"publish"_s}, {u"topic"_s, u"one"_s}, {u"text"_s, u"x"_s}});
    });
    const int status = ask(m_broker->port(), m_broker->ownerToken(), "DELETE",
                           "/v1/tokens/" + issued["token"_L1]["id"_L1].toString().toLatin1())
                           .status;
    const QJsonObject after = get("/v1/topics/default/one"); // it was answered: nothing more comes
    over = true;
    busy.join();
    QCOMPARE(status, 204);
    QCOMPARE(get("/v1/topics/default/one")["lastSequence"_L1], after["lastSequence"_L1]);
    QCOMPARE(get("/v1/status")["subscriptions"_L1].toInt(), 0);
    for (const auto &socket : sockets)
        QCOMPARE(socket->waitForCloseCode(), 4004);
}

void TestSeveralLoops::aDeletedTopicTellsItsReaders()
{
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "one"));
    const auto sockets = openAll(m_broker->ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket, u"one"_s));
    QCOMPARE(
        ask(m_broker->port(), m_broker->ownerToken(), "DELETE", "/v1/topics/default/one").status,
        204);
    for (const auto &socket : sockets)
        QCOMPARE(socket->next()["type"_L1].toString(), u"closed"_s);
}

// The live feed is made on the first loop, whoever watches.
void TestSeveralLoops::whoWatchesSeesWhatIsPublishedFromThenOn()
{
    QVERIFY(makeTopic(m_broker->port(), m_broker->ownerToken(), "one"));
    const auto sockets = openAll(m_broker->ownerToken());
    for (int round = 0; round < 20; ++round) { // each time nobody watched before
        auto &watcher = *sockets[round % kSockets];
        auto &publisher = *sockets[(round + 1) % kSockets];
        QVERIFY(subscribe(watcher, u"$events/messages"_s));
        const QString text = u"round %1"_s.arg(round);
        const auto ack = publisher.call(
            {{u"op"_s, u"publish"_s}, {u"id"_s, round}, {u"topic"_s, u"one"_s}, {u"text"_s, text}});
        QCOMPARE(ack["type"_L1].toString(), u"ack"_s);
        const auto event
            = QJsonDocument::fromJson(watcher.next()["text"_L1].toString().toUtf8()).object();
        QCOMPARE(event["text"_L1].toString(), text);
        QCOMPARE(
            watcher
                .call({{u"op"_s, u"unsubscribe"_s}, {u"topic"_s, u"$events/messages"_s}})["type"_L1]
                .toString(),
            u"unsubscribed"_s);
    }
}

QTEST_GUILESS_MAIN(TestSeveralLoops)
#include "tst_several_loops.moc"
