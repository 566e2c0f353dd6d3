#include <memory>
#include <set>
#include <vector>

#include <QJsonArray>
#include <QTest>
#include <QWebSocket>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"
#include "tests/system/tls_probe.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

namespace {

constexpr int kLoops = 3;
constexpr int kSockets = 2 * kLoops; // each goes to the loop with the fewest: two on every one
constexpr int kPatienceMs = BrokerProcess::kPatienceMs;

QString operation(const QJsonObject &members)
{
    return QString::fromUtf8(QJsonDocument(members).toJson(QJsonDocument::Compact));
}

} // namespace

// A broker with several I/O threads does what one with a single thread does: nobody can tell on
// which of them he is.
class TestSeveralLoopsKeepTheSameRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void theNumberIsChecked_data();
    void theNumberIsChecked();
    void theSocketsAreSpread();
    void eachMessageArrivesOnceAndInOrder_data();
    void eachMessageArrivesOnceAndInOrder();
    void bytesBehindTheHandshakeAreHeard();
    void theListOfReadersHasThemAll();
    void aRevocationEndsThemAll();
    void aDeletedTopicTellsThemAll();
    void theSameOverTls();
    void theEndIsToldToThemAll();

private:
    using Sockets = std::vector<std::unique_ptr<RawWebSocket>>;
    Sockets openAll(const QByteArray &token) const;
    bool subscribe(RawWebSocket &socket) const;
    std::unique_ptr<QWebSocket> openOverTls(const QSslConfiguration &trust) const;
    HttpAnswer call(const QByteArray &method, const QByteArray &path) const
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, path);
    }

    BrokerProcess m_broker;
    QString m_topic; // of this case
    int m_cases = 0;
};

void TestSeveralLoopsKeepTheSameRules::initTestCase()
{
    QVERIFY2(m_broker.start(
                 {u"--io-threads"_s, QString::number(kLoops), u"--listen"_s, u"127.0.0.1:0"_s}),
             m_broker.complaint().constData());
}

void TestSeveralLoopsKeepTheSameRules::init()
{
    m_topic = u"case-%1"_s.arg(++m_cases);
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1()));
    QTRY_COMPARE(call("GET", "/v1/status").json()["sessions"_L1].toInt(), 0); // of the case before
}

TestSeveralLoopsKeepTheSameRules::Sockets
TestSeveralLoopsKeepTheSameRules::openAll(const QByteArray &token) const
{
    Sockets sockets;
    for (int i = 0; i < kSockets; ++i)
        sockets.push_back(std::make_unique<RawWebSocket>(m_broker.port(), token));
    return sockets;
}

bool TestSeveralLoopsKeepTheSameRules::subscribe(RawWebSocket &socket) const
{
    return socket.call({{u"op"_s, u"subscribe"_s}, {u"topic"_s, m_topic}})["type"_L1].toString()
        == u"subscribed"_s;
}

void TestSeveralLoopsKeepTheSameRules::theNumberIsChecked_data()
{
    QTest::addColumn<QString>("number");
    QTest::newRow("none") << u"0"_s;
    QTest::newRow("less") << u"-1"_s;
    QTest::newRow("too many") << u"17"_s;
    QTest::newRow("a word") << u"two"_s;
    QTest::newRow("nothing") << u""_s;
}

void TestSeveralLoopsKeepTheSameRules::theNumberIsChecked()
{
    QFETCH(const QString, number);
    QTemporaryDir directory;
    const auto outcome = BrokerProcess::run({u"serve"_s, u"--port"_s, u"0"_s, u"--data"_s,
                                             directory.path(), u"--io-threads"_s, number});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.standardError.contains("1 to 16 I/O threads"),
             outcome.standardError.constData());
}

void TestSeveralLoopsKeepTheSameRules::theSocketsAreSpread()
{
    const auto sockets = openAll(m_broker.ownerToken());
    for (const auto &socket : sockets)
        QCOMPARE(socket->handshakeStatus(), 101);
    const auto status = call("GET", "/v1/status").json();
    QCOMPARE(status["sessions"_L1].toInt(), kSockets);
    QVERIFY(status["connections"_L1].toInt() > kSockets); // and the one that asks
    const QByteArray metrics = call("GET", "/v1/metrics").body;
    for (int i = 1; i < kLoops; ++i) { // the first has those that ask, too
        const QByteArray line
            = "parley_loop_connections{loop=\"" + QByteArray::number(i) + "\"} 2\n";
        QVERIFY2(metrics.contains(line), metrics.constData());
    }
}

void TestSeveralLoopsKeepTheSameRules::eachMessageArrivesOnceAndInOrder_data()
{
    QTest::addColumn<QString>("durability");
    QTest::addColumn<QString>("ack");
    QTest::newRow("memory") << u"memory"_s << u"accepted"_s;
    QTest::newRow("relaxed") << u"relaxed"_s << u"accepted"_s;
    QTest::newRow("durable") << u"durable"_s << u"stored"_s;
}

// Everybody publishes and everybody reads.
void TestSeveralLoopsKeepTheSameRules::eachMessageArrivesOnceAndInOrder()
{
    QFETCH(const QString, durability);
    QFETCH(const QString, ack);
    constexpr int kEach = 500;
    m_topic += u'-' + durability;
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1(),
                      {{u"durability"_s, durability}}));
    const auto sockets = openAll(m_broker.ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket));
    for (int i = 0; i < kEach; ++i)
        for (const auto &socket : sockets)
            socket->send({{u"op"_s, u"publish"_s},
                          {u"id"_s, i},
                          {u"topic"_s, m_topic},
                          {u"text"_s, QString::number(i)}});
    std::set<qint64> acknowledged; // sequences
    QStringList first; // what the first reader got
    for (const auto &socket : sockets) {
        QStringList texts;
        int acks = 0;
        while (texts.size() < kSockets * kEach || acks < kEach) {
            const QJsonObject message = socket->next();
            if (message["type"_L1].toString() == u"ack"_s) {
                QCOMPARE(message["id"_L1].toInt(), acks++);
                QCOMPARE(message["ack"_L1].toString(), ack);
                acknowledged.insert(message["sequence"_L1].toInteger());
                continue;
            }
            QCOMPARE(message["type"_L1].toString(), u"item"_s);
            texts += message["text"_L1].toString();
            QCOMPARE(message["sequence"_L1].toInteger(), texts.size());
        }
        if (first.isEmpty())
            first = texts;
        QCOMPARE(texts, first);
    }
    QCOMPARE(acknowledged.size(), std::size_t(kSockets) * kEach);
    QCOMPARE(*acknowledged.rbegin(), qint64(kSockets) * kEach);
}

// A client need not wait for the answer to its handshake.
void TestSeveralLoopsKeepTheSameRules::bytesBehindTheHandshakeAreHeard()
{
    Sockets sockets = openAll(m_broker.ownerToken()); // whoever comes next goes anywhere
    for (int i = 0; i < kSockets; ++i) {
        RawHttp http(m_broker.port(), m_broker.ownerToken());
        const QByteArray upgrade
            = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              "Sec-WebSocket-Protocol: parley.v1\r\n\r\n";
        // A ping without a mask is against the rules: the broker says so behind its 101.
        QVERIFY(http.stream().send(http.head("GET", "/v1/socket") + upgrade
                                   + QByteArray::fromHex("8900")));
        QVERIFY(http.stream().takeThrough("\r\n\r\n").startsWith("HTTP/1.1 101 "));
        QCOMPARE(http.stream().take(4).toHex().left(2), QByteArray("88"));
    }
}

void TestSeveralLoopsKeepTheSameRules::theListOfReadersHasThemAll()
{
    const auto sockets = openAll(m_broker.ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket));
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), m_topic.toLatin1(), "x").status,
             200);
    for (const auto &socket : sockets)
        QCOMPARE(socket->next()["sequence"_L1].toInt(), 1);
    const auto readers = call("GET", "/v1/subscribers/default/" + m_topic.toLatin1())
                             .json()["subscribers"_L1]
                             .toArray();
    std::set<qint64> ids;
    for (const auto &reader : readers) {
        ids.insert(reader["connectionId"_L1].toInteger());
        QCOMPARE(reader["sequence"_L1].toInt(), 1);
        QCOMPARE(reader["lagMessages"_L1].toInt(), 0);
        QVERIFY(reader["address"_L1].toString().startsWith(u"127.0.0.1:"_s));
    }
    QCOMPARE(ids.size(), std::size_t(kSockets));
    QCOMPARE(readers.size(), kSockets);
}

void TestSeveralLoopsKeepTheSameRules::aRevocationEndsThemAll()
{
    const auto issued
        = ask(m_broker.port(), m_broker.ownerToken(), "POST", "/v1/tokens", {{u"admin"_s, true}})
              .json();
    const auto ending = openAll(issued["secret"_L1].toString().toLatin1());
    const auto staying = openAll(m_broker.ownerToken());
    for (const auto &socket : ending)
        QVERIFY(subscribe(*socket));
    QCOMPARE(
        call("DELETE", "/v1/tokens/" + issued["token"_L1]["id"_L1].toString().toLatin1()).status,
        204);
    const auto readers = call("GET", "/v1/subscribers/default/" + m_topic.toLatin1()).json();
    QVERIFY(readers.contains("subscribers"_L1));
    QCOMPARE(readers["subscribers"_L1].toArray(), QJsonArray()); // already
    for (const auto &socket : ending)
        QCOMPARE(socket->waitForCloseCode(), 4004);
    for (const auto &socket : staying)
        QCOMPARE(socket->call({{u"op"_s, u"ping"_s}})["type"_L1].toString(), u"pong"_s);
}

void TestSeveralLoopsKeepTheSameRules::aDeletedTopicTellsThemAll()
{
    const auto sockets = openAll(m_broker.ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket));
    QCOMPARE(call("DELETE", "/v1/topics/default/" + m_topic.toLatin1()).status, 204);
    for (const auto &socket : sockets)
        QCOMPARE(socket->next()["type"_L1].toString(), u"closed"_s);
}

std::unique_ptr<QWebSocket>
TestSeveralLoopsKeepTheSameRules::openOverTls(const QSslConfiguration &trust) const
{
    auto socket = std::make_unique<QWebSocket>();
    socket->setSslConfiguration(trust);
    QNetworkRequest request(QUrl(u"wss://127.0.0.1:%1/v1/socket"_s.arg(m_broker.tlsPort())));
    request.setRawHeader("Authorization", "Bearer " + m_broker.ownerToken());
    request.setRawHeader("Sec-WebSocket-Protocol", "parley.v1");
    socket->open(request);
    return socket;
}

void TestSeveralLoopsKeepTheSameRules::theSameOverTls()
{
    const auto exported = BrokerProcess::run(
        {u"certificate"_s, u"export"_s, u"--data"_s, m_broker.dataDirectory()});
    QCOMPARE(exported.exitCode, 0);
    const QSslConfiguration trust = trusting(exported.standardOutput);
    constexpr int kEach = 100;
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    std::vector<QList<qint64>> sequences(kSockets);
    int subscribed = 0;
    for (int i = 0; i < kSockets; ++i) {
        sockets.push_back(openOverTls(trust));
        connect(sockets.back().get(), &QWebSocket::textMessageReceived, this,
                [&, i](const QString &text) {
                    const auto message = QJsonDocument::fromJson(text.toUtf8()).object();
                    subscribed += message["type"_L1].toString() == u"subscribed"_s;
                    if (message["type"_L1].toString() == u"item"_s)
                        sequences[i] += message["sequence"_L1].toInteger();
                });
        QTRY_COMPARE_WITH_TIMEOUT(sockets.back()->state(), QAbstractSocket::ConnectedState,
                                  kPatienceMs);
        sockets.back()->sendTextMessage(
            operation({{u"op"_s, u"subscribe"_s}, {u"topic"_s, m_topic}}));
        QTRY_COMPARE_WITH_TIMEOUT(subscribed, i + 1, kPatienceMs);
    }
    for (int i = 0; i < kEach; ++i)
        for (const auto &socket : sockets)
            socket->sendTextMessage(operation(
                {{u"op"_s, u"publish"_s}, {u"topic"_s, m_topic}, {u"text"_s, u"over TLS"_s}}));
    QList<qint64> all;
    for (int i = 1; i <= kSockets * kEach; ++i)
        all += i;
    for (const auto &each : sequences) {
        QTRY_COMPARE_WITH_TIMEOUT(each.size(), all.size(), kPatienceMs);
        QCOMPARE(each, all);
    }
}

void TestSeveralLoopsKeepTheSameRules::theEndIsToldToThemAll()
{
    const auto sockets = openAll(m_broker.ownerToken());
    for (const auto &socket : sockets)
        QVERIFY(subscribe(*socket));
    QVERIFY(m_broker.terminate());
    for (const auto &socket : sockets)
        QCOMPARE(socket->waitForCloseCode(), 1001);
}

QTEST_GUILESS_MAIN(TestSeveralLoopsKeepTheSameRules)
#include "tst_several_loops_keep_the_same_rules.moc"
