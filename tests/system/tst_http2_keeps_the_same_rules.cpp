#include <QJsonArray>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http2.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What HTTP/1.1 refuses, HTTP/2 refuses: the same routes behind the same door.
class TestHttp2KeepsTheSameRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSenderIsChecked_data();
    void theSenderIsChecked();
    void aStrangerMaySendNoBody_data();
    void aStrangerMaySendNoBody();
    void aBodyOfExactlyTheLimitIsTaken();
    void answersCarryTheSameFields();
    void headHasNoBody();
    void webSocketIsNotOffered();
    void aBodyThatIsPromisedDoesNotCrashTheSocketRoute();
    void aPrefaceMayComeInPieces();
    void postIsNotMistakenForAPreface();
    void aStrangersStreamsAreFew();
    void floodsEndTheConnection_data();
    void floodsEndTheConnection();
    void emptyFramesAreNoBody();
    void whoWaitsIsAnsweredWhenTheBrokerStops();
    void aStreamIsReadAtTheClientsPace();

private:
    HttpAnswer ask(const QByteArray &method, const QByteArray &path,
                   const Http2FieldList &more = {})
    {
        return RawHttp2(m_broker.port(), m_broker.ownerToken()).ask(method, path, more);
    }

    BrokerProcess m_broker;
};

void TestHttp2KeepsTheSameRules::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
}

void TestHttp2KeepsTheSameRules::theSenderIsChecked_data()
{
    QTest::addColumn<QByteArray>("name"); // of a field that is put, or put in another's place
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::newRow("another authority") << QByteArray(":authority") << QByteArray("evil:80") << 421;
    QTest::newRow("a host that differs") << QByteArray("host") << QByteArray("evil:80") << 400;
    QTest::newRow("a foreign page")
        << QByteArray("origin") << QByteArray("https://evil.example") << 403;
    QTest::newRow("the null origin") << QByteArray("origin") << QByteArray("null") << 403;
    QTest::newRow("another token") << QByteArray("authorization") << QByteArray("Bearer x") << 400;
    QTest::newRow("dot segments") << QByteArray(":path") << QByteArray("/v1/../v1/topics") << 400;
    QTest::newRow("a content coding")
        << QByteArray("content-encoding") << QByteArray("gzip") << 415;
    QTest::newRow("an expectation") << QByteArray("expect") << QByteArray("tea") << 417;
    QTest::newRow("a method unknown here") << QByteArray(":method") << QByteArray("TRACE") << 501;
    QTest::newRow("nothing") << QByteArray("accept") << QByteArray("*/*") << 200;
}

void TestHttp2KeepsTheSameRules::theSenderIsChecked()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    RawHttp2 client(m_broker.port(), m_broker.ownerToken());
    Http2FieldList fields = client.head("GET", "/v1/topics");
    if (name.startsWith(':'))
        for (auto &field : fields)
            if (field.first == name)
                field.second = value;
    if (!name.startsWith(':'))
        fields.append({name, value});
    QTEST(client.readAnswer(client.begin(fields)).status, "status");
    QCOMPARE(client.ask("GET", "/v1/health").status, 200); // the connection goes on
}

void TestHttp2KeepsTheSameRules::aStrangerMaySendNoBody_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("an open route") << QByteArray("GET") << QByteArray("/v1/health") << 413;
    QTest::newRow("a closed one") << QByteArray("POST") << QByteArray("/v1/tokens") << 401;
    QTest::newRow("a wrong method") << QByteArray("PUT") << QByteArray("/v1/status") << 405;
    QTest::newRow("no route") << QByteArray("POST") << QByteArray("/v1/nothing") << 404;
}

// Answered from the head; then the stream is reset without blame (RFC 9113, section 8.1).
void TestHttp2KeepsTheSameRules::aStrangerMaySendNoBody()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, path);
    RawHttp2 client(m_broker.port());
    const quint32 id
        = client.begin(client.head(method, path, {{"content-length", "1000000"}}), false);
    const HttpAnswer answer = client.readAnswer(id);
    QTEST(answer.status, "status");
    QCOMPARE(answer.field("Allow").isEmpty(), answer.status != 405);
    const Http2Frame reset = client.nextFrame(RawHttp2::Reset);
    QCOMPARE(reset.stream, id);
    QCOMPARE(reset.body, QByteArray(4, '\0')); // NO_ERROR
}

void TestHttp2KeepsTheSameRules::aBodyOfExactlyTheLimitIsTaken()
{
    for (const auto &[size, status] : {std::pair{262'144, 200}, std::pair{262'145, 413}}) {
        RawHttp2 client(m_broker.port(), m_broker.ownerToken());
        const QByteArray body(size, 'x');
        const quint32 id = client.begin(client.head("POST", "/v1/publish/default/weather"), false);
        for (qsizetype at = 0; at < body.size(); at += 16'000) // windows are given back meanwhile
            client.sendData(id, body.mid(at, 16'000), at + 16'000 >= body.size());
        QCOMPARE(client.readAnswer(id).status, status);
    }
}

void TestHttp2KeepsTheSameRules::answersCarryTheSameFields()
{
    const HttpAnswer answer = ask("GET", "/v1/health");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(answer.field("cache-control"), QByteArray("no-store"));
    QVERIFY(answer.field("date").endsWith(" GMT"));
    QCOMPARE(answer.field("content-length"), QByteArray::number(answer.body.size()));
    QVERIFY(answer.field("connection").isEmpty());
}

void TestHttp2KeepsTheSameRules::headHasNoBody()
{
    const HttpAnswer answer = ask("HEAD", "/v1/topics");
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.isEmpty());
    QVERIFY(answer.field("content-length").toInt() > 0);
    const HttpAnswer stream = ask("HEAD", "/v1/subscribe/default/weather");
    QCOMPARE(stream.status, 200);
    QVERIFY(stream.field("content-type").startsWith("text/event-stream"));
}

void TestHttp2KeepsTheSameRules::webSocketIsNotOffered()
{
    const HttpAnswer answer = ask("GET", "/v1/socket");
    QCOMPARE(answer.status, 501);
    QVERIFY(answer.json()["error"_L1]["message"_L1].toString().contains(u"HTTP/1.1"_s));
    RawHttp2 client(m_broker.port(), m_broker.ownerToken());
    const quint32 id = client.begin(
        client.head("CONNECT", "/v1/socket") + Http2FieldList{{":protocol", "websocket"}}, false);
    QVERIFY(client.readAnswer(id).status != 200); // RFC 8441 was not agreed on
}

// A route without a body once had no answer to how long it may be.
void TestHttp2KeepsTheSameRules::aBodyThatIsPromisedDoesNotCrashTheSocketRoute()
{
    QCOMPARE(
        RawHttp(m_broker.port(), m_broker.ownerToken()).request("GET", "/v1/socket", "body").status,
        413);
    QCOMPARE(ask("GET", "/v1/health").status, 200);
}

void TestHttp2KeepsTheSameRules::aPrefaceMayComeInPieces()
{
    TcpStream stream(m_broker.port());
    const QByteArray bytes = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + RawHttp2::frame(4, 0, 0)
        + RawHttp2::frame(RawHttp2::Ping, 0, 0, "12345678");
    for (const char byte : bytes)
        QVERIFY(stream.send(QByteArray(1, byte)));
    QVERIFY(stream.takeThrough("12345678").endsWith("12345678")); // the PING's acknowledgement
}

void TestHttp2KeepsTheSameRules::postIsNotMistakenForAPreface()
{
    RawHttp http(m_broker.port(), m_broker.ownerToken());
    const QByteArray request
        = http.head("POST", "/v1/publish/default/weather") + "Content-Length: 1\r\n\r\nx";
    for (const char byte : request)
        QVERIFY(http.stream().send(QByteArray(1, byte)));
    QCOMPARE(http.readAnswer().status, 200);
}

void TestHttp2KeepsTheSameRules::aStrangersStreamsAreFew()
{
    RawHttp2 client(m_broker.port());
    const QByteArray closedWindow("\x00\x04\x00\x00\x00\x00", 6); // so that none comes to its end
    client.stream().send(RawHttp2::frame(RawHttp2::Settings, 0, 0, closedWindow));
    for (int i = 0; i < 32; ++i)
        client.begin(client.head("GET", "/v1/health"));
    const quint32 oneTooMany = client.begin(client.head("GET", "/v1/health"));
    const Http2Frame reset = client.nextFrame(RawHttp2::Reset);
    QCOMPARE(reset.stream, oneTooMany);
    QCOMPARE(reset.body, QByteArray("\0\0\0\x07", 4)); // REFUSED_STREAM
}

void TestHttp2KeepsTheSameRules::floodsEndTheConnection_data()
{
    QTest::addColumn<QByteArray>("frame"); // behind a request without its end, on the same stream
    QTest::addColumn<int>("type");
    QTest::newRow("resets") << QByteArray("\0\0\0\x08", 4) << int(RawHttp2::Reset);
    QTest::newRow("errors that we reset for") << QByteArray("\x7f\xff\xff\xff") << 8; // windows
}

// CVE-2023-44487 and CVE-2025-8671: requests that cost their sender nothing.
void TestHttp2KeepsTheSameRules::floodsEndTheConnection()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const int, type);
    RawHttp2 client(m_broker.port(), m_broker.ownerToken());
    const Http2FieldList poll
        = client.head("GET", "/v1/history/default/weather?from=latest&wait=60");
    for (int i = 0; i < 3'000; ++i) { // enough for a machine on which it takes a minute
        const quint32 stream = client.begin(poll);
        client.stream().send(RawHttp2::frame(type, 0, stream, frame));
    }
    const Http2Frame goAway = client.nextFrame(RawHttp2::GoAway);
    QCOMPARE(goAway.type, int(RawHttp2::GoAway));
    QCOMPARE(goAway.body.mid(4, 4), QByteArray("\0\0\0\x0b", 4)); // ENHANCE_YOUR_CALM
    QCOMPARE(ask("GET", "/v1/health").status, 200);
}

void TestHttp2KeepsTheSameRules::emptyFramesAreNoBody()
{
    RawHttp2 client(m_broker.port(), m_broker.ownerToken());
    const quint32 id = client.begin(client.head("POST", "/v1/publish/default/weather"), false);
    client.stream().send(RawHttp2::frame(RawHttp2::Data, 0, id).repeated(100'000));
    QCOMPARE(ask("GET", "/v1/health").status, 200); // for others meanwhile
    client.sendData(id, "x", true);
    QCOMPARE(client.readAnswer(id).status, 200);
}

void TestHttp2KeepsTheSameRules::whoWaitsIsAnsweredWhenTheBrokerStops()
{
    BrokerProcess broker;
    QVERIFY2(broker.start(), broker.complaint().constData());
    QVERIFY(makeTopic(broker.port(), broker.ownerToken(), "weather"));
    const QByteArray target = "/v1/history/default/weather?from=latest&wait=60";
    RawHttp2 client(broker.port(), broker.ownerToken());
    const quint32 id = client.begin(client.head("GET", target));
    RawHttp old(broker.port(), broker.ownerToken());
    QVERIFY(old.stream().send(old.head("GET", target) + "\r\n"));
    QCOMPARE(client.ask("GET", "/v1/health").status, 200); // both were read, or soon will be
    QCOMPARE(RawHttp(broker.port()).request("GET", "/v1/health").status, 200);
    QVERIFY2(broker.terminate(), broker.complaint().constData());
    const HttpAnswer answer = client.readAnswer(id);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.json()["items"_L1].toArray().isEmpty());
    QCOMPARE(old.readAnswer().status, 200);
}

// The window holds only the stream back: others on the connection go on.
void TestHttp2KeepsTheSameRules::aStreamIsReadAtTheClientsPace()
{
    RawHttp2 client(m_broker.port(), m_broker.ownerToken());
    const QByteArray closedWindow("\x00\x04\x00\x00\x00\x00", 6); // SETTINGS_INITIAL_WINDOW_SIZE 0
    client.stream().send(RawHttp2::frame(RawHttp2::Settings, 0, 0, closedWindow));
    const quint32 slow = client.begin(client.head("GET", "/v1/subscribe/default/weather"));
    const Http2Frame head = client.nextFrame(RawHttp2::Headers);
    QCOMPARE(head.stream, slow);
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "weather", "rain").status, 200);
    const quint32 other = client.begin(client.head("HEAD", "/v1/health")); // needs no window
    QCOMPARE(client.nextFrame(RawHttp2::Headers).stream, other);
    client.stream().send(RawHttp2::frame(8, 0, slow, QByteArray("\x00\x01\x00\x00", 4)));
    QByteArray text;
    while (!text.contains("\"text\":\"rain\"")) {
        const Http2Frame data = client.nextFrame(RawHttp2::Data);
        QCOMPARE(data.type, int(RawHttp2::Data));
        QCOMPARE(data.stream, slow);
        text += data.body;
    }
    QVERIFY(text.startsWith("id: "));
    QVERIFY2(m_broker.terminate(), m_broker.complaint().constData());
    const Http2Frame goAway = client.nextFrame(RawHttp2::GoAway);
    QCOMPARE(goAway.type, int(RawHttp2::GoAway));
    QCOMPARE(goAway.body.mid(4, 4), QByteArray(4, '\0')); // NO_ERROR
}

QTEST_GUILESS_MAIN(TestHttp2KeepsTheSameRules)
#include "tst_http2_keeps_the_same_rules.moc"
