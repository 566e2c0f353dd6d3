#include <QTest>

#include "server/protocol/http_request_parser.h"
#include "server/protocol/websocket_handshake.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_WebSocketHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void answers_data();
    void answers();
    void secretIsNeverEchoed();
    void exampleOfTheStandard();
};

namespace {

const QByteArray kUpgrade("Upgrade: websocket\r\n");
const QByteArray kConnection("Connection: Upgrade\r\n");
const QByteArray kVersion("Sec-WebSocket-Version: 13\r\n");
const QByteArray kKey("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
const QByteArray kAll = kUpgrade + kConnection + kVersion + kKey;

Result<HandshakeAnswer> handshake(const QByteArray &fields,
                                  const QByteArray &line = "GET /v1/socket HTTP/1.1")
{
    HttpRequestParser parser;
    parser.feed((line + "\r\nHost: localhost:8080\r\n" + fields + "\r\n").toStdString());
    if (parser.state() == HttpRequestParser::State::Failed)
        return parser.failure().error;
    return checkHandshake(parser.request());
}

} // namespace

void tst_WebSocketHandshake::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");

    const auto row = [](const char *name, const QByteArray &fields, int status) {
        QTest::newRow(name) << QByteArray("GET /v1/socket HTTP/1.1") << fields << status;
    };
    QTest::newRow("POST") << QByteArray("POST /v1/socket HTTP/1.1") << kAll << 405;
    QTest::newRow("HTTP/1.0") << QByteArray("GET /v1/socket HTTP/1.0") << kAll << 400;
    row("plain GET", "", 426);
    row("another protocol", "Upgrade: h2c\r\n" + kConnection + kVersion + kKey, 426);
    row("no Connection", kUpgrade + kVersion + kKey, 400);
    row("Connection of another kind", kUpgrade + "Connection: keep-alive\r\n" + kVersion + kKey,
        400);
    row("no version", kUpgrade + kConnection + kKey, 426);
    row("version 8", kUpgrade + kConnection + "Sec-WebSocket-Version: 8\r\n" + kKey, 426);
    row("version 013", kUpgrade + kConnection + "Sec-WebSocket-Version: 013\r\n" + kKey, 426);
    row("no key", kUpgrade + kConnection + kVersion, 400);
    row("two keys", kAll + kKey, 400);
    row("key of 15 bytes",
        kUpgrade + kConnection + kVersion + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA\r\n", 400);
    row("key of 17 bytes",
        kUpgrade + kConnection + kVersion + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAAA=\r\n", 400);
    row("key without padding",
        kUpgrade + kConnection + kVersion + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n", 400);
    row("key of the URL alphabet",
        kUpgrade + kConnection + kVersion + "Sec-WebSocket-Key: __hlIHNhbXBsZSBub25jZQ==\r\n", 400);
    row("body announced", kAll + "Content-Length: 1\r\n", 400);
    row("body in chunks", kAll + "Transfer-Encoding: chunked\r\n", 400);
    row("extension malformed", kAll + "Sec-WebSocket-Extensions: a;;b\r\n", 400);
    row("extension empty", kAll + "Sec-WebSocket-Extensions: a,,b\r\n", 400);
    row("extension value malformed", kAll + "Sec-WebSocket-Extensions: a; b=\"c\r\n", 400);
    row("subprotocol malformed", kAll + "Sec-WebSocket-Protocol: a b\r\n", 400);
    row("subprotocol empty", kAll + "Sec-WebSocket-Protocol: a,,b\r\n", 400);
    row("subprotocol twice", kAll + "Sec-WebSocket-Protocol: parley.v1, parley.v1\r\n", 400);
    row("two tokens", kAll + "Sec-WebSocket-Protocol: parley.token.a, parley.token.b\r\n", 400);
    row("token in two places",
        kAll + "Authorization: Bearer a\r\nSec-WebSocket-Protocol: parley.token.a\r\n", 400);
    row("another scheme", kAll + "Authorization: Basic abc\r\n", 401);
}

void tst_WebSocketHandshake::refuses()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, fields);
    QFETCH(int, status);

    const auto answer = handshake(fields, line);
    QVERIFY(!answer);
    QCOMPARE(httpStatus(answer.error().code), status);
}

void tst_WebSocketHandshake::answers_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<bool>("protocol");

    QTest::newRow("bare") << kAll << QByteArray() << false;
    QTest::newRow("any case") << QByteArray(
                                     "UPGRADE: WebSocket\r\nCONNECTION: keep-alive, upgrade\r\n")
            + kVersion + kKey << QByteArray()
                              << false;
    QTest::newRow("length 0") << kAll + "Content-Length: 0\r\n" << QByteArray() << false;
    QTest::newRow("bearer") << kAll + "Authorization: Bearer prl_live_x\r\n"
                            << QByteArray("prl_live_x") << false;
    QTest::newRow("browser") << kAll
            + "Sec-WebSocket-Protocol: parley.v1, parley.token.prl_live_x\r\n"
                             << QByteArray("prl_live_x") << true;
    QTest::newRow("browser, the other way round, on two lines")
        << kAll + "Sec-WebSocket-Protocol: parley.token.x\r\nSec-WebSocket-Protocol: parley.v1\r\n"
        << QByteArray("x") << true;
    QTest::newRow("empty token") << kAll + "Sec-WebSocket-Protocol: parley.v1, parley.token.\r\n"
                                 << QByteArray("") << true;
    QTest::newRow("unknown subprotocol") << kAll + "Sec-WebSocket-Protocol: chat, parley.v2\r\n"
                                         << QByteArray() << false;
    QTest::newRow("unknown extension")
        << kAll + "Sec-WebSocket-Extensions: permessage-deflate; a=\"b\"; c, x-y\r\n"
        << QByteArray() << false;
}

void tst_WebSocketHandshake::answers()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, secret);
    QFETCH(bool, protocol);

    const auto answer = handshake(fields);
    QVERIFY(answer);
    QCOMPARE(answer->secret.has_value(), !secret.isNull());
    if (answer->secret)
        QCOMPARE(bytes(*answer->secret), secret);
    const QByteArray response = bytes(answer->response);
    QVERIFY(response.startsWith("HTTP/1.1 101 Switching Protocols\r\n"));
    QVERIFY(response.endsWith("\r\n\r\n"));
    QVERIFY(response.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QCOMPARE(response.contains("\r\nSec-WebSocket-Protocol: parley.v1\r\n"), protocol);
    QVERIFY(!response.contains("Extensions"));
}

void tst_WebSocketHandshake::secretIsNeverEchoed()
{
    const auto answer
        = handshake(kAll + "Sec-WebSocket-Protocol: parley.v1, parley.token.prl_live_secret\r\n");
    QVERIFY(answer);
    QVERIFY(!bytes(answer->response).contains("prl_live"));
    const auto refused
        = handshake(kAll + "Sec-WebSocket-Protocol: parley.token.prl_live_1, parley.token.b\r\n");
    QVERIFY(!refused);
    QVERIFY(!bytes(refused.error().message).contains("prl_live"));
}

void tst_WebSocketHandshake::exampleOfTheStandard()
{
    QCOMPARE(bytes(acceptKey("dGhlIHNhbXBsZSBub25jZQ==")),
             QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")); // RFC 6455, section 1.3
}

QTEST_APPLESS_MAIN(tst_WebSocketHandshake)
#include "tst_websocket_handshake.moc"
