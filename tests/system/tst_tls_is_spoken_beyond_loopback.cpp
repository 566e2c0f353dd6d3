#include <QJsonArray>
#include <QSslSocket>
#include <QTest>
#include <QTimer>
#include <QWebSocket>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"
#include "tests/support/tls_peers.h"
#include "tests/system/tls_probe.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// An address of --listen speaks TLS and nothing else, and what goes over it is what goes over the
// plain port. It stands on loopback here: a test has no other network.
class TestTlsIsSpokenBeyondLoopback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void strangersAreClosed_data();
    void strangersAreClosed();
    void tlsOnThePlainPortIsClosed();
    void aDribblingHandshakeEnds();
    void handshakesTakeTurns();
    void oldProtocolsAreRefused();
    void protocolsAreChosen();
    void theHostMustBeKnown_data();
    void theHostMustBeKnown();
    void theEndIsTold();
    void aKilledBrokerIsNoOrderlyEnd();
    void megabytesArriveInOrder();
    void aSlowReaderGetsAGap();

private:
    std::unique_ptr<QWebSocket> openSocket();
    void subscribe(QWebSocket &socket, const QString &topic, const QString &from);
    void publishUntilBehind(const QString &topic);
    qint64 lag(const QByteArray &topic); // messages, of the reader who has most before him

    BrokerProcess m_broker;
    QByteArray m_authority;
    qint64 m_published = 0;
};

namespace {

const QString kText(4'000, u'x');
constexpr int kPatienceMs = BrokerProcess::kPatienceMs;

// Speaks TLS on a blocking socket, so that the test sees each byte.
class RawTls
{
public:
    explicit RawTls(quint16 port) : m_stream(port)
    {
        m_client.hear({});
        while (!m_client.isOpen() && exchange()) {}
    }
    bool isOpen() const { return m_client.isOpen(); }
    void say(const QByteArray &bytes)
    {
        m_client.say(bytes.toStdString());
        sendOut();
    }
    void readToTheEnd() // of TCP
    {
        while (exchange()) {}
    }
    TlsTestClient &client() { return m_client; }

private:
    void sendOut() { m_stream.send(QByteArray::fromStdString(m_client.takeSent())); }
    bool exchange() // false: the stream ended
    {
        sendOut();
        const QByteArray header = m_stream.take(5);
        if (header.isEmpty())
            return false;
        const int size = static_cast<uchar>(header[3]) * 256 + static_cast<uchar>(header[4]);
        const QByteArray record = header + m_stream.take(size);
        m_client.hear(record.toStdString());
        return true;
    }

    TcpStream m_stream;
    TlsTestClient m_client;
};

} // namespace

void TestTlsIsSpokenBeyondLoopback::initTestCase()
{
    QVERIFY2(m_broker.start({u"--listen"_s, u"127.0.0.1:0"_s, u"--tls-name"_s, u"parley.test"_s}),
             m_broker.complaint().constData());
    QVERIFY(m_broker.tlsPort() != 0);
    const auto exported = BrokerProcess::run(
        {u"certificate"_s, u"export"_s, u"--data"_s, m_broker.dataDirectory()});
    QCOMPARE(exported.exitCode, 0);
    m_authority = exported.standardOutput;
    QVERIFY(m_authority.startsWith("-----BEGIN CERTIFICATE-----"));
}

void TestTlsIsSpokenBeyondLoopback::strangersAreClosed_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("HTTP/1.1") << QByteArray("GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("a record without a handshake") << QByteArray::fromHex("1703030004") + "data";
}

void TestTlsIsSpokenBeyondLoopback::strangersAreClosed()
{
    QFETCH(const QByteArray, said);
    TcpStream stream(m_broker.tlsPort());
    QVERIFY(stream.send(said));
    const QByteArray answer = stream.takeThrough("HTTP"); // empty: the end came before it
    QCOMPARE(answer, QByteArray());
    QVERIFY(stream.waitForClose());
    QVERIFY(stream.buffered().size() < 16); // an alert at most
}

void TestTlsIsSpokenBeyondLoopback::tlsOnThePlainPortIsClosed()
{
    QVERIFY(!probeTls(m_broker.port(), m_authority).encrypted);
}

void TestTlsIsSpokenBeyondLoopback::aDribblingHandshakeEnds()
{
    TlsTestClient client;
    client.hear({});
    const QByteArray hello = QByteArray::fromStdString(client.takeSent());
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, m_broker.tlsPort());
    QTimer dribble;
    qsizetype said = 0;
    connect(&dribble, &QTimer::timeout, &socket, [&] {
        if (said < hello.size() - 1)
            socket.write(hello.mid(said++, 1));
    });
    dribble.start(std::chrono::milliseconds(250));
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kPatienceMs);
    QVERIFY(said > 1);
}

// More at once than a turn of the loop has time for: each is answered, and so are the others.
void TestTlsIsSpokenBeyondLoopback::handshakesTakeTurns()
{
    constexpr int kMany = 200;
    RawTls established(m_broker.tlsPort());
    QVERIFY(established.isOpen());
    std::vector<std::unique_ptr<TcpStream>> streams;
    for (int i = 0; i < kMany; ++i)
        streams.push_back(std::make_unique<TcpStream>(m_broker.tlsPort()));
    for (const auto &stream : streams) {
        TlsTestClient client;
        client.hear({});
        QVERIFY(stream->send(QByteArray::fromStdString(client.takeSent())));
    }
    established.say("GET /v1/health HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:"
                    + QByteArray::number(m_broker.tlsPort()) + "\r\n\r\n");
    established.readToTheEnd();
    QVERIFY(established.client().heard().ends_with("{\"status\":\"ok\"}"));
    for (const auto &stream : streams)
        QCOMPARE(stream->take(6).right(1), QByteArray("\x02")); // a ServerHello
}

// Written by hand: today's libraries would not say it.
void TestTlsIsSpokenBeyondLoopback::oldProtocolsAreRefused()
{
    for (const int minor : {1, 2}) { // TLS 1.0 and 1.1
        QByteArray body = QByteArray::fromHex("03") + char(minor) + QByteArray(32, 'r') + '\0'
            + QByteArray::fromHex("0002c0130100");
        body = QByteArray("\x01\0\0", 3) + char(body.size()) + body;
        TcpStream stream(m_broker.tlsPort());
        QVERIFY(stream.send(QByteArray::fromHex("16030100") + char(body.size()) + body));
        const QByteArray alert = stream.take(7);
        QCOMPARE(alert.size(), 7);
        QCOMPARE(int(alert[0]), 0x15);
        QCOMPARE(int(alert[6]), SSL_AD_PROTOCOL_VERSION);
        QVERIFY(stream.waitForClose());
    }
}

void TestTlsIsSpokenBeyondLoopback::protocolsAreChosen()
{
    const TlsProbe both
        = probeTls(m_broker.tlsPort(), m_authority, u"127.0.0.1"_s, {"x-nothing", "http/1.1"});
    QVERIFY2(both.encrypted, qPrintable(both.problem));
    QCOMPARE(both.protocol, QByteArray("http/1.1"));
    QCOMPARE(probeTls(m_broker.tlsPort(), m_authority, u"127.0.0.1"_s, {"http/1.1", "h2"}).protocol,
             QByteArray("h2"));
    QVERIFY(!probeTls(m_broker.tlsPort(), m_authority, u"127.0.0.1"_s, {"x-nothing"}).encrypted);
}

void TestTlsIsSpokenBeyondLoopback::theHostMustBeKnown_data()
{
    QTest::addColumn<QByteArray>("host"); // P: the TLS port, Q: the plain one
    QTest::addColumn<int>("status");
    QTest::newRow("another name") << QByteArray("elsewhere.test:P") << 421;
    QTest::newRow("name behind ours") << QByteArray("parley.test.evil.example:P") << 421;
    QTest::newRow("the plain port") << QByteArray("127.0.0.1:Q") << 421;
    QTest::newRow("no port") << QByteArray("parley.test") << 421; // means 443
    QTest::newRow("empty") << QByteArray("") << 421;
    QTest::newRow("address") << QByteArray("127.0.0.1:P") << 200;
    QTest::newRow("localhost") << QByteArray("LOCALHOST:P") << 200;
    QTest::newRow("--tls-name") << QByteArray("parley.test:P") << 200;
}

void TestTlsIsSpokenBeyondLoopback::theHostMustBeKnown()
{
    QFETCH(QByteArray, host);
    QFETCH(const int, status);
    host.replace('P', QByteArray::number(m_broker.tlsPort()));
    host.replace('Q', QByteArray::number(m_broker.port()));
    QCOMPARE(statusOverTls(m_broker.tlsPort(), m_authority, host), status);
    QCOMPARE(ask(m_broker.port(), {}, "GET", "/v1/health").status,
             200); // the plain one has its own
}

void TestTlsIsSpokenBeyondLoopback::theEndIsTold()
{
    RawTls tls(m_broker.tlsPort());
    QVERIFY(tls.isOpen());
    tls.say("GET /v1/health HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:"
            + QByteArray::number(m_broker.tlsPort()) + "\r\n\r\n");
    tls.readToTheEnd();
    QVERIFY(tls.client().heard().ends_with("{\"status\":\"ok\"}"));
    QVERIFY(tls.client().heardGoodbye());
}

void TestTlsIsSpokenBeyondLoopback::aKilledBrokerIsNoOrderlyEnd()
{
    BrokerProcess other;
    QVERIFY2(other.start({u"--listen"_s, u"127.0.0.1:0"_s}), other.complaint().constData());
    RawTls tls(other.tlsPort());
    QVERIFY(tls.isOpen());
    other.kill();
    tls.readToTheEnd();
    QVERIFY(!tls.client().heardGoodbye());
}

std::unique_ptr<QWebSocket> TestTlsIsSpokenBeyondLoopback::openSocket()
{
    auto socket = std::make_unique<QWebSocket>();
    socket->setSslConfiguration(trusting(m_authority));
    QNetworkRequest request(
        QUrl(u"wss://127.0.0.1:%1/v1/socket"_s.arg(m_broker.tlsPort()), QUrl::StrictMode));
    request.setRawHeader("Authorization", "Bearer " + m_broker.ownerToken());
    socket->open(request);
    return socket;
}

void TestTlsIsSpokenBeyondLoopback::subscribe(QWebSocket &socket, const QString &topic,
                                              const QString &from)
{
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kPatienceMs);
    socket.sendTextMessage(
        u"{\"op\":\"subscribe\",\"id\":1,\"topic\":\"%1\",\"from\":\"%2\"}"_s.arg(topic, from));
}

// Both ways: 12 MB are published over TLS, and read over TLS while they come.
void TestTlsIsSpokenBeyondLoopback::megabytesArriveInOrder()
{
    constexpr int kMessages = 3'000;
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "bulk",
                      {{u"durability"_s, u"memory"_s}, {u"retainedBytes"_s, 64 * 1024 * 1024}}));
    const auto reader = openSocket();
    const auto publisher = openSocket();
    subscribe(*reader, u"bulk"_s, u"earliest"_s);
    QTRY_COMPARE_WITH_TIMEOUT(publisher->state(), QAbstractSocket::ConnectedState, kPatienceMs);
    qint64 next = 1;
    bool inOrder = true;
    connect(reader.get(), &QWebSocket::textMessageReceived, this, [&](const QString &text) {
        const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
        if (message["type"_L1].toString() != u"item"_s)
            return;
        const QString expected = QString::number(next) + kText;
        inOrder = inOrder && message["sequence"_L1].toInteger() == next
            && message["text"_L1].toString() == expected;
        ++next;
    });
    for (int i = 1; i <= kMessages; ++i)
        publisher->sendTextMessage(
            u"{\"op\":\"publish\",\"topic\":\"bulk\",\"text\":\"%1%2\"}"_s.arg(QString::number(i),
                                                                               kText));
    QTRY_COMPARE_WITH_TIMEOUT(next, qint64(kMessages) + 1, 3 * kPatienceMs);
    QVERIFY(inOrder);
}

qint64 TestTlsIsSpokenBeyondLoopback::lag(const QByteArray &topic)
{
    qint64 largest = 0;
    const QJsonArray readers
        = ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/subscribers/default/" + topic)
              .json()["subscribers"_L1]
              .toArray();
    for (const auto &reader : readers)
        largest = qMax(largest, reader["lagMessages"_L1].toInteger());
    return largest;
}

// Nothing here runs the event loop, so the reader reads nothing meanwhile.
void TestTlsIsSpokenBeyondLoopback::publishUntilBehind(const QString &topic)
{
    constexpr int kMaxRounds = 2'000; // 512 MB: more than any socket buffer takes
    constexpr int kRound = 64;
    constexpr qint64 kFarBehind = 200; // messages; 16 fill what is retained
    RawWebSocket publisher(m_broker.port(), m_broker.ownerToken());
    for (int round = 0; round < kMaxRounds; ++round) {
        for (int i = 0; i < kRound; ++i)
            publisher.send({{u"op"_s, u"publish"_s}, {u"topic"_s, topic}, {u"text"_s, kText}});
        QCOMPARE(publisher.call({{u"op"_s, u"ping"_s}, {u"id"_s, 1}})["type"_L1].toString(),
                 u"pong"_s);
        m_published += kRound;
        if (lag(topic.toLatin1()) > kFarBehind)
            return;
    }
    QFAIL("the reader never fell behind");
}

void TestTlsIsSpokenBeyondLoopback::aSlowReaderGetsAGap()
{
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "flood",
                      {{u"durability"_s, u"memory"_s}, {u"retainedBytes"_s, 65'536}}));
    const auto slow = openSocket();
    slow->setReadBufferSize(64 * 1024);
    qint64 last = 0;
    int gaps = 0;
    bool inOrder = true;
    bool subscribed = false;
    connect(slow.get(), &QWebSocket::textMessageReceived, this, [&](const QString &text) {
        const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
        const QString type = message["type"_L1].toString();
        subscribed = subscribed || type == u"subscribed"_s;
        if (type == u"gap"_s) {
            ++gaps;
            inOrder = inOrder && message["after"_L1]["sequence"_L1].toInteger() == last;
            last = message["next"_L1]["sequence"_L1].toInteger() - 1;
        } else if (type == u"item"_s) {
            inOrder = inOrder && message["sequence"_L1].toInteger() == ++last;
        }
    });
    subscribe(*slow, u"flood"_s, u"latest"_s);
    QTRY_VERIFY_WITH_TIMEOUT(subscribed, kPatienceMs);
    publishUntilBehind(u"flood"_s);
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE_WITH_TIMEOUT(last, m_published, 3 * kPatienceMs);
    QVERIFY(inOrder);
    QVERIFY(gaps >= 1);
}

QTEST_GUILESS_MAIN(TestTlsIsSpokenBeyondLoopback)
#include "tst_tls_is_spoken_beyond_loopback.moc"
