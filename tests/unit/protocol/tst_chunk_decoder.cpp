#include <QTest>

#include "server/protocol/chunk_decoder.h"
#include "tests/support/bytes.h"
#include "tests/support/http_transcript.h"

using namespace parley;
using namespace parley::test;

class tst_ChunkDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void understands_data();
    void understands();
    void overheadCountsAsHeader();
    void bodyNeverGetsLongerThanTheLimit();
    void endlessTrickleIsLinear();
};

namespace {

const QByteArray kHead("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");

} // namespace

void tst_ChunkDecoder::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");

    const auto row = [](const char *name, const QByteArray &body, int status) {
        QTest::newRow(name) << body << status;
    };
    row("chunk size empty", "\r\n", 400);
    row("chunk size signed", "+1\r\na\r\n0\r\n\r\n", 400);
    row("chunk size with 0x", "0x1\r\na\r\n0\r\n\r\n", 400);
    row("chunk size with a space", "1 \r\na\r\n0\r\n\r\n", 400);
    row("chunk size bare LF", "1\na\n0\n\n", 400);
    row("chunk size of 17 digits", "00000000000000001\r\na\r\n0\r\n\r\n", 400);
    row("chunk size ffffffffffffffff", "ffffffffffffffff\r\n", 413);
    row("chunk longer than said", "1\r\nab\r\n0\r\n\r\n", 400);
    row("chunk shorter than said", "3\r\na\r\n0\r\n\r\n", 400);
    row("chunk end bare LF", "1\r\na\n0\r\n\r\n", 400);
    row("extension with a control", "1;a\x01\r\na\r\n0\r\n\r\n", 400);
    row("extension with a bare LF", "1;a\na\r\n0\r\n\r\n", 400);
    row("trailer without a colon", "0\r\nabc\r\n\r\n", 400);
    row("trailer folded", "0\r\nA: b\r\n c\r\n\r\n", 400);
    row("trailer bare LF", "0\r\nA: b\n\r\n", 400);
    row("end bare LF", "0\r\n\n", 400);
}

void tst_ChunkDecoder::refuses()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);

    const std::string all
        = (kHead + body + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n").toStdString();
    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(httpTranscript(all, cutting)),
                 "failure " + QByteArray::number(status) + '\n');
}

void tst_ChunkDecoder::understands_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("none") << QByteArray("0\r\n\r\n") << QByteArray("");
    QTest::newRow("two, an extension, either case")
        << QByteArray("3\r\nabc\r\n0a;x=\"y\"\r\n0123456789\r\nA\r\n0123456789\r\n00\r\n\r\n")
        << QByteArray("abc01234567890123456789");
    QTest::newRow("line ends inside data")
        << QByteArray("4\r\n\r\n0\n\r\n0\r\n\r\n") << QByteArray("\r\n0\n");
    QTest::newRow("trailers are dropped")
        << QByteArray("1\r\nx\r\n0\r\nContent-Length: 5\r\nHost: b\r\n\r\n") << QByteArray("x");
}

void tst_ChunkDecoder::understands()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);

    // The next request begins at once behind it.
    const std::string all = (kHead + body + "GET /next HTTP/1.0\r\n\r\n").toStdString();
    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(httpTranscript(all, cutting)),
                 "POST / 1.1 keep authority=a\nhost: a\ntransfer-encoding: chunked\n[" + expected
                     + "]\nGET /next 1.0 close authority=\n[]\n");
}

void tst_ChunkDecoder::overheadCountsAsHeader()
{
    const std::string head = kHead.toStdString();
    const std::string longText(limits::kHeaderBytes, 'x');
    QCOMPARE(bytes(httpTranscript(head + "1;" + longText + "\r\na\r\n0\r\n\r\n", 2)),
             QByteArray("failure 431\n"));
    QCOMPARE(bytes(httpTranscript(head + "0\r\nA: " + longText + "\r\n\r\n", 2)),
             QByteArray("failure 431\n"));
    std::string drops = head; // a little in each of many chunks
    for (int i = 0; i < 9000; ++i)
        drops += "1;a\r\nx\r\n";
    QCOMPARE(bytes(httpTranscript(drops + "0\r\n\r\n", 2)), QByteArray("failure 431\n"));
}

void tst_ChunkDecoder::bodyNeverGetsLongerThanTheLimit()
{
    ChunkDecoder decoder(100);
    std::string body;
    decoder.feed("5\r\nabcde\r\n5\r\n", body, 9);
    QCOMPARE(decoder.state(), ChunkDecoder::State::Failed);
    QCOMPARE(decoder.failure().code, ErrorCode::PayloadTooLarge);
    QCOMPARE(body.size(), std::size_t(5));
}

void tst_ChunkDecoder::endlessTrickleIsLinear()
{
    // A million chunks of one byte: each costs a few steps, whatever came before.
    ChunkDecoder decoder(100);
    std::string body;
    for (int i = 0; i < 1'000'000; ++i)
        decoder.feed("1\r\nx\r\n", body, 1'000'000);
    QCOMPARE(decoder.state(), ChunkDecoder::State::Reading);
    QCOMPARE(body.size(), std::size_t(1'000'000));
    decoder.feed("1", body, 1'000'000);
    QCOMPARE(decoder.state(), ChunkDecoder::State::Failed);
}

QTEST_APPLESS_MAIN(tst_ChunkDecoder)
#include "tst_chunk_decoder.moc"
