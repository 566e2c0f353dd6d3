#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/client_frames.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Whatever comes in: an answer that says what was wrong, and the broker goes on.
class TestBadInputIsAnswered : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void request_data();
    void request();
    void frame_data();
    void frame();
    void operation_data();
    void operation();
    void aTlsClientIsClosed();
    void aPortInUseIsNamed();
    void aDataDirectoryIsUsedByOneBroker();
    void aVerbDoesNotSpeakToAnotherOnTheBrokersPort();
    void aDataDirectoryThatIsAFileIsRefused();
    void aDataDirectoryThatCannotBeMadeIsRefused();
    void aStartThatFailsLosesNothing();
    void cleanup(); // after each: does it still serve?

private:
    BrokerProcess m_broker;
};

void TestBadInputIsAnswered::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
}

void TestBadInputIsAnswered::cleanup()
{
    QCOMPARE(ask(m_broker.port(), {}, "GET", "/v1/health").status, 200);
}

void TestBadInputIsAnswered::request_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *title, const QByteArray &bytes, int status,
                        const QString &name) { QTest::newRow(title) << bytes << status << name; };
    const RawHttp http(m_broker.port(), m_broker.ownerToken());
    const auto sized
        = [](qsizetype size) { return "Content-Length: " + QByteArray::number(size) + "\r\n\r\n"; };
    const QByteArray json = "Content-Type: application/json\r\n";
    const QByteArray publish = http.head("POST", "/v1/publish/default/weather");
    const QByteArray put = http.head("PUT", "/v1/topics/default/new");
    const QByteArray get = http.head("GET", "/v1/status");
    const QByteArray secret = "Authorization: Bearer " + m_broker.ownerToken() + "\r\n";
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(m_broker.port()) + "\r\n";
    const auto body
        = [&](const QByteArray &text) { return put + json + sized(text.size()) + text; };

    row("payload one too long", publish + sized(262'145), 413, u"payload_too_large"_s);
    row("body one too long", put + json + sized(1'048'577), 413, u"payload_too_large"_s);
    row("length of twenty digits", publish + "Content-Length: 99999999999999999999\r\n\r\n", 400,
        u"invalid_argument"_s);
    row("header block too long", get + "X-Long: " + QByteArray(17'000, 'x') + "\r\n\r\n", 431,
        u"headers_too_large"_s);
    row("too many fields", get + QByteArray("X: y\r\n").repeated(101) + "\r\n", 431,
        u"headers_too_large"_s);
    row("target too long", http.head("GET", "/" + QByteArray(9'000, 'x')) + "\r\n", 414,
        u"target_too_long"_s);
    row("garbage", "\x01\x02\x03\x04\r\n\r\n", 400, u"invalid_argument"_s);
    row("half a request line", "GET\r\n\r\n", 400, u"invalid_argument"_s);
    row("bare line feeds", "GET /v1/health HTTP/1.1\n\n", 400, u"invalid_argument"_s);
    row("length and chunks", publish + "Transfer-Encoding: chunked\r\n" + sized(5) + "hello", 400,
        u"invalid_argument"_s);
    row("two lengths", publish + "Content-Length: 5\r\n" + sized(6) + "hello", 400,
        u"invalid_argument"_s);
    row("unknown host", "GET /v1/status HTTP/1.1\r\nHost: example.org\r\n" + secret + "\r\n", 421,
        u"host_refused"_s);
    row("host of another port",
        "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1:1\r\n" + secret + "\r\n", 421,
        u"host_refused"_s);
    row("no host", "GET /v1/status HTTP/1.1\r\n" + secret + "\r\n", 400, u"invalid_argument"_s);
    row("foreign page", get + "Origin: https://example.org\r\n\r\n", 403, u"origin_refused"_s);
    row("page of a sandbox", get + "Origin: null\r\n\r\n", 403, u"origin_refused"_s);
    row("unknown route", http.head("GET", "/v1/nothing") + "\r\n", 404, u"not_found"_s);
    row("wrong method", http.head("DELETE", "/v1/status") + "\r\n", 405, u"method_not_allowed"_s);
    row("unknown method", "BREW /v1/status HTTP/1.1\r\n" + host + "\r\n", 501,
        u"not_implemented"_s);
    row("percent in a path", http.head("GET", "/v1/topics/default/%77eather") + "\r\n", 400,
        u"invalid_argument"_s);
    row("no upgrade", http.head("GET", "/v1/socket") + "\r\n", 426, u"upgrade_required"_s);
    row("not JSON", body("{oops"), 400, u"invalid_argument"_s);
    row("unknown member", body(R"({"durability":"memory","colour":1})"), 400,
        u"invalid_argument"_s);
    row("doubled key", body(R"({"durability":"memory","durability":"durable"})"), 400,
        u"invalid_argument"_s);
    row("too deep", body(QByteArray("[").repeated(40) + QByteArray("]").repeated(40)), 400,
        u"invalid_argument"_s);
    row("not said to be JSON", put + "Content-Type: text/plain\r\n" + sized(2) + "{}", 415,
        u"unsupported_media_type"_s);
    row("text that is not UTF-8", publish + sized(2) + "\xc3\x28", 400, u"invalid_argument"_s);
    row("unknown topic", http.head("GET", "/v1/topics/default/nowhere") + "\r\n", 404,
        u"not_found"_s);
    row("name of a system topic",
        http.head("POST", "/v1/publish/default/$events/audit") + sized(2) + "hi", 403,
        u"permission_denied"_s);
}

void TestBadInputIsAnswered::request()
{
    QFETCH(const QByteArray, bytes);
    const HttpAnswer answer = RawHttp(m_broker.port()).say(bytes);
    QTEST(answer.status, "status");
    QTEST(answer.errorName(), "name");
    QVERIFY(!answer.json()["error"_L1]["message"_L1].toString().isEmpty());
    QVERIFY(!answer.body.contains(m_broker.ownerToken()));
}

void TestBadInputIsAnswered::frame_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &bytes, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    row("binary", clientFrame(0x82, "{}"), 1003);
    row("message one too long", clientHeader(kText, 262'145), 1009);
    row("length of 2^63 - 1", clientHeader(kText, (1ull << 63) - 1, 8), 1009);
    row(
        "fragments without end",
        [] {
            std::string frames = clientFrame(kTextBegin, "x");
            for (int i = 0; i < 1024; ++i)
                frames += clientFrame(kContinue, "");
            return frames;
        }(),
        1009);
    row("not UTF-8", clientFrame(kText, "\"\xff\xfe\""), 1007);
    row("surrogate", clientFrame(kText, "\"\xed\xa0\x80\""), 1007);
    row("not masked", std::string("\x81\x02{}", 4), 1002);
    row("reserved bit", clientFrame(0xc1, "{}"), 1002);
    row("unknown opcode", clientFrame(0x83, "{}"), 1002);
    row("continues nothing", clientFrame(kEnd, "{}"), 1002);
    row("ping in fragments", clientFrame(0x09, "x"), 1002);
    row("ping too long", clientFrame(kPing, std::string(126, 'x')), 1002);
    row("length not in its shortest form", clientHeader(kText, 2, 2) + masked("{}"), 1002);
}

void TestBadInputIsAnswered::frame()
{
    QFETCH(const QByteArray, bytes);
    RawWebSocket socket(m_broker.port(), m_broker.ownerToken());
    QCOMPARE(socket.handshakeStatus(), 101);
    socket.sendBytes(bytes);
    QTEST(socket.waitForCloseCode(), "code");
}

void TestBadInputIsAnswered::operation_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("id");
    const auto row = [](const char *title, const QByteArray &text, const QString &name,
                        const QJsonValue &id) { QTest::newRow(title) << text << name << id; };
    const QString invalid = u"invalid_argument"_s;
    const QJsonValue none = QJsonValue::Undefined;
    row("not JSON", "{oops", invalid, none);
    row("a list", "[]", invalid, none);
    row("unknown operation", R"({"op":"dance","id":3})", invalid, 3);
    row("unknown member", R"({"op":"ping","id":3,"colour":1})", invalid, 3);
    row("doubled key", R"({"op":"ping","op":"ping"})", invalid, none);
    row("id too large", R"({"op":"ping","id":9007199254740992})", invalid, none);
    row("id below zero", R"({"op":"ping","id":-1})", invalid, none);
    row("text and base64",
        R"({"op":"publish","id":3,"topic":"weather","text":"a","base64":"YQ=="})", invalid, 3);
    row("bad base64", R"({"op":"publish","id":3,"topic":"weather","base64":"YQ"})", invalid, 3);
    row("topic with two slashes", R"({"op":"subscribe","id":3,"topic":"a//b"})", invalid, 3);
    row("unknown topic", R"({"op":"subscribe","id":3,"topic":"nowhere"})", u"not_found"_s, 3);
    row("not read", R"({"op":"unsubscribe","id":3,"topic":"weather"})", u"not_found"_s, 3);
    row("publishes to a system topic",
        R"({"op":"publish","id":3,"topic":"$events/audit","text":""})", u"permission_denied"_s, 3);
}

void TestBadInputIsAnswered::operation()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QJsonValue, id);
    RawWebSocket socket(m_broker.port(), m_broker.ownerToken());
    socket.sendText(text);
    const QJsonObject reply = socket.next();
    QCOMPARE(reply["type"_L1].toString(), u"error"_s);
    QTEST(reply["error"_L1]["name"_L1].toString(), "name");
    QCOMPARE(reply["id"_L1], id);
    QCOMPARE(socket.call({{u"op"_s, u"ping"_s}})["type"_L1].toString(), u"pong"_s); // still open
}

// The start of a TLS 1.3 handshake: what a client with a wrong scheme sends.
void TestBadInputIsAnswered::aTlsClientIsClosed()
{
    TcpStream stream(m_broker.port());
    stream.send(QByteArray::fromHex("16030100c2010000be0303") + QByteArray(189, '\x2a'));
    QVERIFY(stream.waitForClose());
}

void TestBadInputIsAnswered::aPortInUseIsNamed()
{
    const QTemporaryDir other;
    const QString port = QString::number(m_broker.port());
    const auto outcome = BrokerProcess::run(
        {u"serve"_s, u"--data"_s, other.filePath(u"data"_s), u"--port"_s, port});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(port.toLatin1()), outcome.standardError.constData());
    QVERIFY2(outcome.standardError.contains("in use"), outcome.standardError.constData());
}

void TestBadInputIsAnswered::aDataDirectoryIsUsedByOneBroker()
{
    const auto outcome = BrokerProcess::run(
        {u"serve"_s, u"--data"_s, m_broker.dataDirectory(), u"--port"_s, u"0"_s});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(m_broker.dataDirectory().toUtf8()),
             outcome.standardError.constData());
    QVERIFY2(outcome.standardError.contains("in use"), outcome.standardError.constData());
}

// Killed, and somebody else listens on its port: the owner's token is not for him.
void TestBadInputIsAnswered::aVerbDoesNotSpeakToAnotherOnTheBrokersPort()
{
    BrokerProcess broker;
    QVERIFY2(broker.start(), broker.complaint().constData());
    const QStringList verb{u"topic"_s, u"list"_s, u"--data"_s, broker.dataDirectory()};
    auto outcome = BrokerProcess::run(verb);
    QVERIFY2(outcome.ended && outcome.exitCode == 0, outcome.standardError.constData());
    broker.kill();
    QTcpServer stranger;
    QVERIFY2(stranger.listen(QHostAddress::LocalHost, broker.port()),
             qPrintable(stranger.errorString()));
    outcome = BrokerProcess::run(verb);
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(broker.dataDirectory().toUtf8()),
             outcome.standardError.constData());
    QVERIFY(!stranger.waitForNewConnection(0));
}

void TestBadInputIsAnswered::aDataDirectoryThatIsAFileIsRefused()
{
    const auto outcome = BrokerProcess::run(
        {u"serve"_s, u"--data"_s, BrokerProcess::program(), u"--port"_s, u"0"_s});
    QVERIFY(outcome.ended);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.standardError.contains(BrokerProcess::program().toUtf8()),
             outcome.standardError.constData());
}

// In /proc nobody can make anything, whatever his rights.
void TestBadInputIsAnswered::aDataDirectoryThatCannotBeMadeIsRefused()
{
    const auto outcome
        = BrokerProcess::run({u"serve"_s, u"--port"_s, u"0"_s, u"--data"_s, u"/proc/parley"_s});
    QVERIFY(outcome.ended);
    QVERIFY(outcome.exitCode != 0);
    QVERIFY2(outcome.standardError.contains("/proc/parley"), outcome.standardError.constData());
}

// A relaxed topic gets a new page after a crash; a port that is taken is none.
void TestBadInputIsAnswered::aStartThatFailsLosesNothing()
{
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "kept",
                      {{u"durability"_s, u"relaxed"_s}}));
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "kept", "still here").status, 200);
    const auto history = [this] {
        return ask(m_broker.port(), m_broker.ownerToken(), "GET", "/v1/history/default/kept").body;
    };
    const QByteArray before = history();
    QVERIFY(before.contains("still here"));
    BrokerProcess holder;
    QVERIFY2(holder.start(), holder.complaint().constData());
    QVERIFY(m_broker.terminate());
    const auto failed = BrokerProcess::run({u"serve"_s, u"--data"_s, m_broker.dataDirectory(),
                                            u"--port"_s, QString::number(holder.port())});
    QVERIFY(failed.ended);
    QCOMPARE(failed.exitCode, 1);
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(history(), before);
}

QTEST_GUILESS_MAIN(TestBadInputIsAnswered)
#include "tst_bad_input_is_answered.moc"
