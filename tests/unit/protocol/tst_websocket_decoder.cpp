#include <QTest>

#include "server/protocol/websocket_decoder.h"
#include "tests/support/bytes.h"
#include "tests/support/client_frames.h"
#include "tests/support/websocket_transcript.h"

using namespace parley;
using namespace parley::test;

class tst_WebSocketDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void understands_data();
    void understands();
    void closes_data();
    void closes();
    void judgesTheHeaderAlone_data();
    void judgesTheHeaderAlone();
    void everyCutOfEveryCharacter();
    void failsInTheMiddleOfAFrame();
    void messageLimit();
    void fragmentLimit();
    void holdsNothingBetweenMessages();
    void holdsNoMoreThanCame();
    void stopsWhenToldSo();
    void swallowsWhatComesAfterTheEnd();
    void emptyFeedDoesNothing();
};

namespace {

QByteArray frame(unsigned firstByte, std::string_view body)
{
    return bytes(clientFrame(firstByte, body));
}

QByteArray header(unsigned firstByte, std::uint64_t length, int lengthBytes = 0)
{
    return bytes(clientHeader(firstByte, length, lengthBytes));
}

} // namespace

void tst_WebSocketDecoder::refuses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("code");

    QTest::newRow("not masked") << QByteArray("\x81\x02hi") << 1002;
    QTest::newRow("RSV1") << frame(0xc1, "a") << 1002;
    QTest::newRow("RSV2") << frame(0xa1, "a") << 1002;
    QTest::newRow("RSV3") << frame(0x91, "a") << 1002;
    QTest::newRow("opcode 3") << frame(0x83, "a") << 1002;
    QTest::newRow("opcode 7") << frame(0x87, "") << 1002;
    QTest::newRow("opcode 11") << frame(0x8b, "") << 1002;
    QTest::newRow("opcode 15") << frame(0x8f, "") << 1002;
    QTest::newRow("binary") << frame(0x82, "a") << 1003;
    QTest::newRow("binary, fragmented") << frame(0x02, "a") << 1003;
    QTest::newRow("ping of 126") << frame(kPing, std::string(126, 'a')) << 1002;
    QTest::newRow("ping in fragments") << frame(0x09, "a") << 1002;
    QTest::newRow("close in fragments") << frame(0x08, "") << 1002;
    QTest::newRow("continuation of nothing") << frame(kEnd, "a") << 1002;
    QTest::newRow("text inside a message") << frame(kTextBegin, "a") + frame(kText, "b") << 1002;
    QTest::newRow("binary inside a message") << frame(kTextBegin, "a") + frame(0x82, "b") << 1002;
    QTest::newRow("top bit of the length") << header(kText, 1ull << 63, 8) << 1002;
    QTest::newRow("all bits of the length") << header(kText, ~0ull, 8) << 1002;
    QTest::newRow("125 in 2 bytes") << header(kText, 125, 2) << 1002;
    QTest::newRow("0 in 2 bytes") << header(kText, 0, 2) << 1002;
    QTest::newRow("65535 in 8 bytes") << header(kText, 65535, 8) << 1002;
    QTest::newRow("0 in 8 bytes") << header(kText, 0, 8) << 1002;
    QTest::newRow("2^62 claimed") << header(kText, 1ull << 62, 8) << 1009;
    QTest::newRow("not UTF-8") << frame(kText, "a\xff") << 1007;
    QTest::newRow("ends inside a character") << frame(kText, "\xe9\x9b") << 1007;
    QTest::newRow("ends inside a character, fragmented")
        << frame(kTextBegin, "\xe9") + frame(kEnd, "\x9b") << 1007;
    QTest::newRow("surrogate over two fragments")
        << frame(kTextBegin, "\xed") + frame(kEnd, "\xa0\x80") << 1007;
    QTest::newRow("RSV1 on a continuation") << frame(kTextBegin, "a") + frame(0xc0, "b") << 1002;
}

void tst_WebSocketDecoder::refuses()
{
    QFETCH(QByteArray, stream);
    QFETCH(int, code);

    const QByteArray expected = "failure " + QByteArray::number(code) + '\n';
    // Behind it stands a message that must not be read any more.
    const std::string all = (stream + frame(kText, "later")).toStdString();
    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(websocketTranscript(all, cutting)), expected);
}

void tst_WebSocketDecoder::understands_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");

    const std::string longText(70000, 'x');
    QTest::newRow("empty") << frame(kText, "") << QByteArray("text\n");
    QTest::newRow("one byte") << frame(kText, "a") << QByteArray("text a\n");
    QTest::newRow("125") << frame(kText, longText.substr(0, 125))
                         << "text " + bytes(longText).left(125) + '\n';
    QTest::newRow("126") << frame(kText, longText.substr(0, 126))
                         << "text " + bytes(longText).left(126) + '\n';
    QTest::newRow("70000") << frame(kText, longText) << "text " + bytes(longText) + '\n';
    QTest::newRow("two in a row") << frame(kText, "a") + frame(kText, "b")
                                  << QByteArray("text a\ntext b\n");
    QTest::newRow("ping without payload") << frame(kPing, "") << QByteArray("ping\n");
    QTest::newRow("ping of 125") << frame(kPing, longText.substr(0, 125))
                                 << "ping " + bytes(longText).left(125) + '\n';
    QTest::newRow("pong unasked") << frame(kPong, "x") << QByteArray("pong\n");
    QTest::newRow("zero byte") << frame(kText, std::string_view("a\0b", 3))
                               << QByteArray("text a\0b\n", 9);
    QTest::newRow("fragments") << frame(kTextBegin, "a") + frame(kContinue, "b") + frame(kEnd, "c")
                               << QByteArray("text abc\n");
    QTest::newRow("empty fragments")
        << frame(kTextBegin, "") + frame(kContinue, "") + frame(kEnd, "") << QByteArray("text\n");
    QTest::newRow("only the last has bytes")
        << frame(kTextBegin, "") + frame(kEnd, "雪") << QByteArray("text 雪\n");
    QTest::newRow("control between fragments") << frame(kTextBegin, "\xe9") + frame(kPing, "p")
            + frame(kContinue, "\x9b") + frame(kPong, "")
            + frame(kEnd, "\xaa") << QByteArray("ping p\npong\ntext 雪\n");
    QTest::newRow("ping, then the end of nothing more")
        << frame(kText, "雪") + frame(kClose, "\x03\xe8") << QByteArray("text 雪\nclose 1000\n");
    QTest::newRow("close inside a message")
        << frame(kTextBegin, "a") + frame(kClose, "") << QByteArray("close 1005\n");
    QTest::newRow("continuation after the end") << frame(kTextBegin, "a") + frame(kEnd, "b")
            + frame(kEnd, "c") << QByteArray("text ab\nfailure 1002\n");
    QTest::newRow("unfinished") << frame(kText, "abc").chopped(1) << QByteArray("");
}

void tst_WebSocketDecoder::understands()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);

    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(websocketTranscript(stream.toStdString(), cutting)), expected);
}

void tst_WebSocketDecoder::closes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](int code, const char *expected) {
        const QByteArray body{QByteArray(1, char(code >> 8)) + QByteArray(1, char(code & 0xff))};
        QTest::addRow("%d", code) << body << QByteArray(expected) + '\n';
    };
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        row(code, "failure 1002");
    for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
                           3000, 3999, 4000, 4999})
        row(code, qPrintable(QStringLiteral("close %1").arg(code)));
    QTest::newRow("one byte") << QByteArray("\x03") << QByteArray("failure 1002\n");
    QTest::newRow("reason not UTF-8") << QByteArray("\x03\xe8\xff") << QByteArray("failure 1007\n");
    QTest::newRow("reason cut") << QByteArray("\x03\xe8\xe9\x9b") << QByteArray("failure 1007\n");
    QTest::newRow("reason") << QByteArray("\x03\xe8 雪") << QByteArray("close 1000  雪\n");
    QTest::newRow("longest reason") << QByteArray("\x03\xe8") + QByteArray(123, 'a')
                                    << QByteArray("close 1000 ") + QByteArray(123, 'a') + '\n';
}

void tst_WebSocketDecoder::closes()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);

    const std::string stream
        = clientFrame(kClose, body.toStdString()) + clientFrame(kText, "later");
    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(websocketTranscript(stream, cutting)), expected);
}

void tst_WebSocketDecoder::judgesTheHeaderAlone_data()
{
    QTest::addColumn<QByteArray>("begin"); // the least that is enough
    QTest::addColumn<int>("code");

    QTest::newRow("reserved bit") << QByteArray("\xc1") << 1002;
    QTest::newRow("opcode") << QByteArray("\x83") << 1002;
    QTest::newRow("binary") << QByteArray("\x82") << 1003;
    QTest::newRow("mask") << QByteArray("\x81\x05") << 1002;
    QTest::newRow("long control") << QByteArray("\x89\xfe") << 1002;
    QTest::newRow("top bit") << QByteArray("\x81\xff\x80") << 1002;
    QTest::newRow("not minimal") << QByteArray("\x81\xfe\x00\x7d", 4) << 1002;
    QTest::newRow("too long") << QByteArray("\x81\xff\0\0\0\0\0\x04\0\x01", 10) << 1009;
}

void tst_WebSocketDecoder::judgesTheHeaderAlone()
{
    QFETCH(QByteArray, begin);
    QFETCH(int, code);

    QCOMPARE(bytes(websocketTranscript(begin.toStdString(), 1)),
             "failure " + QByteArray::number(code) + '\n');
    QCOMPARE(bytes(websocketTranscript(begin.chopped(1).toStdString(), 1)), QByteArray(""));
}

void tst_WebSocketDecoder::everyCutOfEveryCharacter()
{
    const std::string text = "µ€雪😀 日本語テキスト";
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            const std::string stream = clientFrame(kTextBegin, text.substr(0, first))
                + clientFrame(kContinue, text.substr(first, second - first))
                + clientFrame(kEnd, text.substr(second));
            QCOMPARE(bytes(websocketTranscript(stream, 0)), bytes("text " + text + "\n"));
            QCOMPARE(bytes(websocketTranscript(stream, 1)), bytes("text " + text + "\n"));
        }
    }
}

void tst_WebSocketDecoder::failsInTheMiddleOfAFrame()
{
    // 100 bytes are announced; the fifth cannot continue.
    const std::string stream = clientHeader(kText, 100) + masked("abcd\xff");
    QCOMPARE(bytes(websocketTranscript(stream, 0)), QByteArray("failure 1007\n"));
    QCOMPARE(bytes(websocketTranscript(stream.substr(0, stream.size() - 1), 0)), QByteArray(""));
}

void tst_WebSocketDecoder::messageLimit()
{
    constexpr std::size_t kLimit = 1000;
    const std::string text(kLimit + 1, 'x');
    const auto run = [](const std::string &stream) {
        return bytes(websocketTranscript(stream, 2, kLimit)).left(8);
    };
    QCOMPARE(run(clientFrame(kText, text.substr(0, kLimit - 1))), QByteArray("text xxx"));
    QCOMPARE(run(clientFrame(kText, text.substr(0, kLimit))), QByteArray("text xxx"));
    QCOMPARE(run(clientFrame(kText, text)), QByteArray("failure "));
    const std::string begin = clientFrame(kTextBegin, text.substr(0, 600));
    QCOMPARE(run(begin + clientFrame(kEnd, text.substr(0, 400))), QByteArray("text xxx"));
    QCOMPARE(run(begin + clientFrame(kEnd, text.substr(0, 401))), QByteArray("failure "));
    // The claim is added to what is there without wrapping.
    QCOMPARE(bytes(websocketTranscript(begin + clientHeader(kEnd, (1ull << 63) - 1, 8), 0, kLimit)),
             QByteArray("failure 1009\n"));
}

void tst_WebSocketDecoder::fragmentLimit()
{
    std::string stream = clientFrame(kTextBegin, "");
    for (std::size_t i = 1; i + 1 < limits::kFragments; ++i)
        stream += clientFrame(kContinue, "");
    QCOMPARE(bytes(websocketTranscript(stream + clientFrame(kEnd, "x"), 3)),
             QByteArray("text x\n"));
    QCOMPARE(
        bytes(websocketTranscript(stream + clientFrame(kContinue, "") + clientFrame(kEnd, "x"), 3)),
        QByteArray("failure 1009\n"));
}

void tst_WebSocketDecoder::holdsNothingBetweenMessages()
{
    WebSocketDecoder decoder;
    WebSocketTranscript transcript;
    std::string stream = clientFrame(kText, std::string(50000, 'x'));
    decoder.feed(std::span(stream).subspan(0, 100), transcript);
    QCOMPARE(decoder.bufferedBytes(), std::size_t(100 - 8)); // a header of 8 bytes
    decoder.feed(std::span(stream).subspan(100), transcript);
    QCOMPARE(decoder.bufferedBytes(), std::size_t(0));
    QVERIFY(sizeof(decoder) <= 160); // of the 1 KB that an idle connection may cost
}

void tst_WebSocketDecoder::holdsNoMoreThanCame()
{
    WebSocketDecoder decoder;
    WebSocketTranscript transcript;
    std::string stream = clientHeader(kText, limits::kMessageBytes) + masked("abc");
    decoder.feed(stream, transcript);
    QCOMPARE(decoder.bufferedBytes(), std::size_t(3));
}

void tst_WebSocketDecoder::stopsWhenToldSo()
{
    WebSocketDecoder decoder;
    WebSocketTranscript transcript;
    transcript.stopsAtText = true;
    std::string stream = clientFrame(kText, "first") + clientFrame(kText, "second");
    const std::string before = stream;
    const std::size_t consumed = decoder.feed(stream, transcript);
    QCOMPARE(consumed, clientFrame(kText, "first").size());
    QCOMPARE(bytes(transcript.lines), QByteArray("text first\n"));
    QCOMPARE(bytes(stream.substr(consumed)), bytes(before.substr(consumed))); // still masked
    decoder.feed(std::span(stream).subspan(consumed), transcript);
    QCOMPARE(bytes(transcript.lines), QByteArray("text first\ntext second\n"));
}

void tst_WebSocketDecoder::swallowsWhatComesAfterTheEnd()
{
    WebSocketDecoder decoder;
    WebSocketTranscript transcript;
    std::string stream = clientFrame(kClose, "");
    QVERIFY(!decoder.finished());
    decoder.feed(stream, transcript);
    QVERIFY(decoder.finished());
    std::string later = clientFrame(kText, "later");
    QCOMPARE(decoder.feed(later, transcript), later.size());
    QCOMPARE(bytes(transcript.lines), QByteArray("close 1005\n"));
}

void tst_WebSocketDecoder::emptyFeedDoesNothing()
{
    WebSocketDecoder decoder;
    WebSocketTranscript transcript;
    QCOMPARE(decoder.feed({}, transcript), std::size_t(0));
    std::string begin = clientHeader(kText, 3);
    decoder.feed(begin, transcript);
    QCOMPARE(decoder.feed({}, transcript), std::size_t(0));
    std::string rest = masked("abc");
    decoder.feed(rest, transcript);
    QCOMPARE(bytes(transcript.lines), QByteArray("text abc\n"));
}

QTEST_APPLESS_MAIN(tst_WebSocketDecoder)
#include "tst_websocket_decoder.moc"
