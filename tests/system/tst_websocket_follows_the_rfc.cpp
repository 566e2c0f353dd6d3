#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/client_frames.h"
#include "tests/support/raw_websocket.h"
#include "tests/support/stream_cuts.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

namespace {

constexpr unsigned kReserved1 = 0x40;
constexpr unsigned kReserved2 = 0x20;
constexpr unsigned kReserved3 = 0x10;
constexpr std::size_t kLongest = 262'144; // of a message, README of the wire, section 9

std::string envelope(std::string_view text) // what publishes it
{
    return R"({"op":"publish","topic":"echo","text":")" + std::string(text) + "\"}";
}

std::string whole(std::string_view text)
{
    return clientFrame(kText, envelope(text));
}

//! The publish of \p text in frames of \p size bytes each, \p between them something else.
std::string inFragments(std::string_view text, std::size_t size, std::string_view between = {})
{
    const std::string all = envelope(text);
    std::string frames;
    for (std::size_t at = 0; at < all.size(); at += size) {
        const bool ends = at + size >= all.size();
        frames += clientFrame((at == 0 ? kTextBegin : kContinue) | (ends ? 0x80u : 0),
                              std::string_view(all).substr(at, size));
        frames += ends ? std::string_view() : between;
    }
    return frames;
}

std::string closeBody(int code, std::string_view reason = {})
{
    return (
        std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)}.append(reason));
}

void sendCut(RawWebSocket &socket, const QByteArray &bytes, unsigned cutting) // see cutUp()
{
    const std::string_view all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    for (const std::string_view piece : cutUp(all, cutting))
        socket.sendBytes(QByteArray(piece.data(), static_cast<qsizetype>(piece.size())));
}

} // namespace

// The cases of Autobahn's test suite (crossbar.io), by their numbers: what is sent to the real
// broker comes back, or is refused as RFC 6455 says. A publish and its item are the echo. Its cases
// for binary messages are those of one refusal here, and its compression is not offered.
class TestWebsocketFollowsTheRfc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refuses_data();
    void refuses();
    void closes_data();
    void closes();
    void answersPings_data();
    void answersPings();
    void echoes_data();
    void echoes();
    void nothingBehindACloseIsAnswered_data();
    void nothingBehindACloseIsAnswered();

private:
    RawWebSocket open() { return RawWebSocket(m_broker.port(), m_broker.ownerToken()); }

    BrokerProcess m_broker;
};

void TestWebsocketFollowsTheRfc::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "echo",
                      {{u"durability"_s, u"memory"_s}}));
}

void TestWebsocketFollowsTheRfc::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes"); // up to the first that shows the fault
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &bytes, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    row("1.2.1 binary, empty", clientFrame(0x82, ""), 1003);
    row("1.2.5 binary", clientHeader(0x82, 128), 1003);
    row("2.5 ping of 126", clientHeader(kPing, 126), 1002);
    row("3.1 RSV3", clientFrame(kText | kReserved3, "a"), 1002);
    row("3.2 RSV2 behind a message", whole("a") + clientFrame(kText | kReserved2, "a"), 1002);
    row("3.3 RSV2 and RSV3", clientFrame(kText | kReserved2 | kReserved3, "a"), 1002);
    row("3.4 RSV1", clientFrame(kText | kReserved1, "a"), 1002);
    row("3.5 RSV1 and RSV3 of binary", clientFrame(0x82 | kReserved1 | kReserved3, "a"), 1002);
    row("3.6 RSV1 and RSV2 of a ping", clientFrame(kPing | kReserved1 | kReserved2, ""), 1002);
    row("3.7 all of a close", clientFrame(kClose | 0x70, ""), 1002);
    for (const unsigned opcode : {3u, 4u, 5u, 6u, 7u, 11u, 12u, 13u, 14u, 15u})
        QTest::addRow("4.%d opcode %u", opcode < 8 ? 1 : 2, opcode)
            << QByteArray::fromStdString(whole("a") + clientFrame(0x80 | opcode, "a")) << 1002;
    row("5.1 ping in two frames", clientFrame(0x09, "a"), 1002);
    row("5.2 pong in two frames", clientFrame(0x0a, "a"), 1002);
    row("5.9 continuation of nothing", clientFrame(kEnd, "a") + whole("b"), 1002);
    row("5.12 open continuation of nothing", clientFrame(kContinue, "a") + whole("b"), 1002);
    row("5.15 continuation behind a message", inFragments("a", 20) + clientFrame(kContinue, "a"),
        1002);
    row("5.18 text inside a text", clientFrame(kTextBegin, "a") + clientFrame(kText, "b"), 1002);

    const auto notUtf8 = [&row](const char *name, const std::string &text) {
        row(name, clientFrame(kText, envelope(text)), 1007);
    };
    notUtf8("6.3.1 surrogate in the middle",
            "κόσμε\xed\xa0\x80"
            "edited");
    row("6.3.2 the same, byte by byte", inFragments("κόσμε\xed\xa0\x80", 1), 1007);
    const std::string valid = envelope("κόσμε").substr(0, envelope("κόσμε").size() - 2);
    row("6.4.1 at once, the second frame", // and the message has no end
        clientFrame(kTextBegin, valid) + clientFrame(kContinue, "\xf4\x90"), 1007);
    row("6.4.2 at once, one byte earlier",
        clientFrame(kTextBegin, valid + "\xf4") + clientFrame(kContinue, "\x90"), 1007);
    row("6.4.3 at once, inside a frame", clientHeader(kText, 200) + masked(valid + "\xf4\x90"),
        1007);
    row("6.6 cut inside a character", clientFrame(kText, envelope("κ").substr(0, 40)), 1007);
    notUtf8("6.8.1 first of 5 bytes", "\xf8\x88\x80\x80\x80");
    notUtf8("6.8.2 first of 6 bytes", "\xfc\x84\x80\x80\x80\x80");
    notUtf8("6.10.1 U+1FFFFF", "\xf7\xbf\xbf\xbf");
    notUtf8("6.11.5 U+110000", "\xf4\x90\x80\x80");
    notUtf8("6.12.1 lone continuation", "\x80");
    notUtf8("6.12.8 all continuations", "\x80\x81\x82\x83\xbd\xbe");
    notUtf8("6.13.1 lead of 2 and a space", "\xc3 ");
    notUtf8("6.13.3 lead of 4 and a space", "\xf0 ");
    notUtf8("6.14.2 last of 3 is missing", "\xe0\xa0");
    notUtf8("6.14.3 last of 4 is missing", "\xf0\x90\x80");
    notUtf8("6.16.1 0xfe", "\xfe");
    notUtf8("6.16.2 0xff", "\xff");
    notUtf8("6.17.1 overlong slash of 2", "\xc0\xaf");
    notUtf8("6.17.3 overlong slash of 4", "\xf0\x80\x80\xaf");
    notUtf8("6.18.2 longest overlong of 3", "\xe0\x9f\xbf");
    notUtf8("6.19.1 overlong zero", "\xc0\x80");
    notUtf8("6.20.1 high surrogate", "\xed\xa0\x80");
    notUtf8("6.20.7 low surrogate", "\xed\xbf\xbf");
    notUtf8("6.21.1 pair of surrogates", "\xed\xa0\x80\xed\xb0\x80");
    row("9.1 one byte more than may be", clientHeader(kText, kLongest + 1), 1009);
    row("9.3 the same in fragments",
        clientFrame(kTextBegin, std::string(kLongest, ' ')) + clientHeader(kEnd, 1), 1009);
    row(
        "10.1 more fragments than may be",
        clientFrame(kTextBegin, "{") +
            [] {
                std::string frames;
                for (int i = 0; i < 1'024; ++i)
                    frames += clientFrame(kContinue, " ");
                return frames;
            }(),
        1009);
}

void TestWebsocketFollowsTheRfc::refuses()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    for (const unsigned cutting : {0u, bytes.size() < 2'000 ? 1u : 2u}) {
        RawWebSocket socket = open();
        QCOMPARE(socket.handshakeStatus(), 101);
        sendCut(socket, bytes, cutting);
        QCOMPARE(socket.waitForCloseCode(), code);
    }
}

void TestWebsocketFollowsTheRfc::closes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code"); // of the broker's close; 0: without one
    const auto row = [](const char *name, const std::string &body, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << code;
    };
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        QTest::addRow("7.9 code %d", code) << QByteArray::fromStdString(closeBody(code)) << 1002;
    row("7.3.2 half a code", "\x03", 1002);
    row("7.3.6 126 bytes", closeBody(1000, std::string(124, 'x')), 1002);
    row("7.5.1 reason that is not UTF-8", closeBody(1000, "\xce\xba\xed\xa0\x80"), 1007);
    row("7.3.1 empty", "", 0);
    row("7.3.3 code", closeBody(1000), 1000);
    row("7.3.4 code and reason", closeBody(1000, "Hello, 世界"), 1000);
    row("7.3.5 longest reason", closeBody(1000, std::string(123, 'x')), 1000);
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                           3000, 3999, 4000, 4999}) // 1012-1014: IANA, after Autobahn was written
        QTest::addRow("7.7 code %d", code) << QByteArray::fromStdString(closeBody(code)) << code;
}

void TestWebsocketFollowsTheRfc::closes()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, code);
    RawWebSocket socket = open();
    socket.sendFrame(kClose, body);
    QCOMPARE(socket.waitForCloseCode(), code);
    QVERIFY(socket.stream().waitForClose()); // the server ends TCP first
}

void TestWebsocketFollowsTheRfc::answersPings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QByteArray>>("payloads"); // of the pongs
    const auto row
        = [](const char *name, const std::string &bytes, const QList<QByteArray> &payloads) {
              QTest::newRow(name) << QByteArray::fromStdString(bytes) << payloads;
          };
    const std::string binary("\0\xff\xfe\xfd\xfc\xfb\0\xff", 8);
    const std::string longest(125, '\xfe');
    const auto ping = [](const std::string &body) { return clientFrame(kPing, body); };
    row("2.1 empty", ping(""), {""});
    row("2.2 text", ping("Hello, world!"), {"Hello, world!"});
    row("2.3 bytes", ping(binary), {QByteArray::fromStdString(binary)});
    row("2.4 125 bytes", ping(longest), {QByteArray::fromStdString(longest)});
    row("2.7 pong unasked", clientFrame(kPong, "") + ping("a"), {"a"});
    row("2.8 pong unasked with a payload", clientFrame(kPong, "unasked") + ping("a"), {"a"});
    std::string ten;
    QList<QByteArray> answers;
    for (int i = 0; i < 10; ++i) {
        ten += ping("payload-" + std::to_string(i));
        answers.append("payload-" + QByteArray::number(i));
    }
    row("2.10 ten in a row", ten, answers);
    row("5.6 inside a message", inFragments("a", 20, ping("ping")), {"ping", "ping"});
    row("5.19 many inside a message", inFragments("abc", 5, ping("p")),
        QList<QByteArray>(8, QByteArray("p")));
}

void TestWebsocketFollowsTheRfc::answersPings()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QList<QByteArray>, payloads);
    for (const unsigned cutting : {0u, 1u}) { // 2.6, 2.11: byte by byte
        RawWebSocket socket = open();
        sendCut(socket, bytes, cutting);
        for (const QByteArray &payload : payloads) {
            const RawWebSocket::Frame frame = socket.readFrame();
            QCOMPARE(frame.opcode, 0xau);
            QCOMPARE(frame.payload, payload);
        }
        QCOMPARE(socket.call({{u"op"_s, u"ping"_s}})["type"_L1].toString(), u"pong"_s);
    }
}

void TestWebsocketFollowsTheRfc::echoes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const std::string &bytes, const std::string &text) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray::fromStdString(text);
    };
    const std::size_t around = envelope("").size();
    for (const std::size_t size : {125u, 126u, 127u, 128u, 65'535u, 65'536u, 262'144u}) {
        const std::string text(size - around, '*');
        QTest::addRow("1.1 frame of %zu bytes", size)
            << QByteArray::fromStdString(whole(text)) << QByteArray::fromStdString(text);
    }
    row("5.3 two fragments", inFragments("fragment1fragment2", 35), "fragment1fragment2");
    row("5.6 a ping between them", inFragments("ab", 30, clientFrame(kPing, "x")), "ab");
    row("5.7 a pong between them", inFragments("ab", 30, clientFrame(kPong, "x")), "ab");
    row("6.1.2 empty fragments", // around it too
        clientFrame(kTextBegin, "") + clientFrame(kContinue, envelope("a")) + clientFrame(kEnd, ""),
        "a");
    const std::string greek = "Hello-µ@ßöäüàá-UTF-8!! κόσμε 日本語 😀";
    row("6.2.1 one frame", whole(greek), greek);
    row("6.2.3 byte by byte", inFragments(greek, 1), greek);
    row("6.2.4 in pairs of bytes", inFragments(greek, 2), greek);
    row("6.5.1 one after the other", inFragments(greek, 3, clientFrame(kPing, "")), greek);
    row("6.7 first of each length", whole("\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80"),
        "\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80");
    row("6.9 last of each length", whole("\x7f\xdf\xbf\xef\xbf\xbf\xf4\x8f\xbf\xbf"),
        "\x7f\xdf\xbf\xef\xbf\xbf\xf4\x8f\xbf\xbf");
    row("6.11 beside the surrogates", whole("\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd"),
        "\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd");
    row("6.22 no characters", whole("\xef\xbf\xbe\xf0\x9f\xbf\xbe\xf4\x8f\xbf\xbf"),
        "\xef\xbf\xbe\xf0\x9f\xbf\xbe\xf4\x8f\xbf\xbf");
    row("6.23 specials", whole("\xef\xbf\xb9\xef\xbf\xbc\xef\xbf\xbd"),
        "\xef\xbf\xb9\xef\xbf\xbc\xef\xbf\xbd");
    const std::string large(kLongest - around, '*');
    row("9.3 longest, in fragments of 256", inFragments(large, 256), large);
    row("9.3 longest, in fragments of 64 KiB", inFragments(large, 65'536), large);
    const std::string long64k(65'536 - around, '*');
    row("10.1 64 KiB in fragments of 1,300", inFragments(long64k, 1'300), long64k);
}

void TestWebsocketFollowsTheRfc::echoes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, text);
    RawWebSocket socket = open();
    const QJsonObject subscribe{{u"op"_s, u"subscribe"_s}, {u"topic"_s, u"echo"_s}};
    QCOMPARE(socket.call(subscribe)["type"_L1].toString(), u"subscribed"_s);
    for (const unsigned cutting : {0u, bytes.size() < 2'000 ? 1u : 2u}) {
        sendCut(socket, bytes, cutting);
        const QJsonObject item = socket.next();
        QCOMPARE(item["type"_L1].toString(), u"item"_s);
        QCOMPARE(item["text"_L1].toString().toUtf8(), text);
    }
}

void TestWebsocketFollowsTheRfc::nothingBehindACloseIsAnswered_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const std::string &bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const std::string close = clientFrame(kClose, closeBody(1000));
    row("7.1.2 another close", close + close);
    row("7.1.3 a ping", close + clientFrame(kPing, "a"));
    row("7.1.4 a message", close + whole("a"));
    row("7.1.5 the rest of a message",
        clientFrame(kTextBegin, "{") + close + clientFrame(kEnd, "}"));
    row("7.1.6 a long message before it",
        whole(std::string(200'000, '*')) + close + clientFrame(kPing, "a"));
}

void TestWebsocketFollowsTheRfc::nothingBehindACloseIsAnswered()
{
    QFETCH(const QByteArray, bytes);
    RawWebSocket socket = open();
    socket.sendBytes(bytes);
    const RawWebSocket::Frame frame = socket.readFrame();
    QCOMPARE(frame.opcode, 8u);
    QCOMPARE(frame.payload, QByteArray("\x03\xe8"));
    QCOMPARE(socket.readFrame().opcode, 0u); // the end of the stream
    QVERIFY(socket.stream().buffered().isEmpty());
}

QTEST_GUILESS_MAIN(TestWebsocketFollowsTheRfc)
#include "tst_websocket_follows_the_rfc.moc"
