#include <QTest>

#include "server/protocol/utf8_validator.h"
#include "server/protocol/websocket_frame.h"
#include "tests/support/bytes.h"

using namespace parley;
using parley::test::bytes;

class tst_WebSocketFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void header_data();
    void header();
    void walksStoredFrames();
    void closeCarriesCodeAndReason();
    void closeReasonIsCutBetweenCharacters();
    void closeEchoesTheCode();
};

void tst_WebSocketFrame::header_data()
{
    QTest::addColumn<quint64>("length");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("0") << quint64(0) << QByteArray("8100");
    QTest::newRow("125") << quint64(125) << QByteArray("817d");
    QTest::newRow("126") << quint64(126) << QByteArray("817e007e");
    QTest::newRow("65535") << quint64(65535) << QByteArray("817effff");
    QTest::newRow("65536") << quint64(65536) << QByteArray("817f0000000000010000");
    QTest::newRow("1.5 MiB") << quint64(1572864) << QByteArray("817f0000000000180000");
}

void tst_WebSocketFrame::header()
{
    QFETCH(quint64, length);
    QFETCH(QByteArray, expected);

    char out[kMaxServerHeaderBytes];
    const std::size_t size = writeFrameHeader(out, length, Opcode::Text);
    QCOMPARE(bytes({out, size}).toHex(), expected);
    QCOMPARE(frameHeaderSize(length), size);
    const FrameView view = viewServerFrame(out);
    QCOMPARE(view.headerBytes, size);
    QCOMPARE(view.bodyBytes, static_cast<std::size_t>(length));
}

void tst_WebSocketFrame::walksStoredFrames()
{
    std::string stored;
    const std::vector<std::size_t> sizes{0, 1, 125, 126, 200, 65535, 65536, 70000, 3};
    for (const std::size_t size : sizes)
        appendFrame(stored, Opcode::Text, std::string(size, 'x'));
    std::size_t at = 0;
    for (const std::size_t size : sizes) {
        const FrameView view = viewServerFrame(stored.data() + at);
        QCOMPARE(view.bodyBytes, size);
        at += view.size();
    }
    QCOMPARE(at, stored.size());
}

void tst_WebSocketFrame::closeCarriesCodeAndReason()
{
    QCOMPARE(bytes(closeFrame(CloseCode::SlowReader, "3-17")),
             QByteArray("\x88\x06\x0f\xa8"
                        "3-17"));
    QCOMPARE(bytes(closeFrame(CloseCode::Done, "")), QByteArray("\x88\x02\x03\xe8"));
}

void tst_WebSocketFrame::closeReasonIsCutBetweenCharacters()
{
    for (std::size_t before = 118; before < 126; ++before) {
        const std::string frame
            = closeFrame(CloseCode::Done, std::string(before, 'a') + "雪雪雪雪雪雪");
        const FrameView view = viewServerFrame(frame.data());
        QVERIFY(view.bodyBytes <= 125);
        QVERIFY(view.bodyBytes > 122);
        QCOMPARE(view.size(), frame.size());
        QVERIFY(isValidUtf8(std::string_view(frame).substr(4)));
    }
}

void tst_WebSocketFrame::closeEchoesTheCode()
{
    QCOMPARE(bytes(closeEcho(kNoCloseCode)), QByteArray("\x88\0", 2));
    QCOMPARE(bytes(closeEcho(4999)), QByteArray("\x88\x02\x13\x87"));
}

QTEST_APPLESS_MAIN(tst_WebSocketFrame)
#include "tst_websocket_frame.moc"
