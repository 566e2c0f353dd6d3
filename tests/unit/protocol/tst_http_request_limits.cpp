#include <QTest>

#include "server/protocol/http_request_parser.h"
#include "tests/support/bytes.h"
#include "tests/support/http_transcript.h"

using namespace parley;
using namespace parley::test;

// How long each part of a request may be, to the byte.
class tst_HttpRequestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void targetLimit();
    void headerLimits();
    void bodyLimitFromTheHeaderAlone();
    void bodyLimits();
};

void tst_HttpRequestLimits::targetLimit()
{
    const auto run = [](std::size_t size, unsigned cutting) {
        const std::string target = '/' + std::string(size - 1, 'a');
        return bytes(httpTranscript("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", cutting));
    };
    for (const unsigned cutting : {0u, 1u, 2u}) {
        QVERIFY(run(limits::kTargetBytes - 1, cutting).startsWith("GET /a"));
        QVERIFY(run(limits::kTargetBytes, cutting).startsWith("GET /a"));
        QCOMPARE(run(limits::kTargetBytes + 1, cutting), QByteArray("failure 414\n"));
        QCOMPARE(run(1024 * 1024, cutting), QByteArray("failure 414\n"));
    }
    // Endless, without a line end: refused long before memory matters.
    QCOMPARE(bytes(httpTranscript(std::string(9000, 'a'), 1)), QByteArray("failure 414\n"));
}

void tst_HttpRequestLimits::headerLimits()
{
    const auto withBytes = [](std::size_t size) { // of the block, its last empty line included
        const std::string fields = "Host: a\r\nA: ";
        return bytes(httpTranscript("GET / HTTP/1.1\r\n" + fields
                                        + std::string(size - fields.size() - 4, 'x') + "\r\n\r\n",
                                    2));
    };
    QVERIFY(withBytes(limits::kHeaderBytes - 1).startsWith("GET"));
    QVERIFY(withBytes(limits::kHeaderBytes).startsWith("GET"));
    QCOMPARE(withBytes(limits::kHeaderBytes + 1), QByteArray("failure 431\n"));

    const auto withFields = [](std::size_t count, bool distinct) {
        std::string stream = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (std::size_t i = 1; i < count; ++i)
            stream += "A" + (distinct ? std::to_string(i) : "") + ": b\r\n";
        return bytes(httpTranscript(stream + "\r\n", 2));
    };
    for (const bool distinct : {true, false}) {
        QVERIFY(withFields(limits::kHeaderFields - 1, distinct).startsWith("GET"));
        QVERIFY(withFields(limits::kHeaderFields, distinct).startsWith("GET"));
        QCOMPARE(withFields(limits::kHeaderFields + 1, distinct), QByteArray("failure 431\n"));
    }
}

void tst_HttpRequestLimits::bodyLimitFromTheHeaderAlone()
{
    HttpRequestParser parser;
    parser.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    QCOMPARE(parser.state(), HttpRequestParser::State::Body);
    parser.limitBody(10);
    QCOMPARE(parser.state(), HttpRequestParser::State::Failed);
    QCOMPARE(parser.failure().status, 413);
    QCOMPARE(parser.failure().error.code, ErrorCode::PayloadTooLarge);

    HttpRequestParser roomy; // a route may take more than usual
    roomy.feed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
    roomy.limitBody(2'000'000);
    QCOMPARE(roomy.feed(std::string(2'000'000, 'x')), std::size_t(2'000'000));
    QCOMPARE(roomy.state(), HttpRequestParser::State::Complete);
}

void tst_HttpRequestLimits::bodyLimits()
{
    for (const std::size_t size : {9u, 10u, 11u}) {
        const std::string body(size, 'x');
        const std::string byLength = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
            + std::to_string(size) + "\r\n\r\n" + body;
        std::string byChunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (const char c : body)
            byChunks.append("1\r\n").append(1, c).append("\r\n");
        byChunks += "0\r\n\r\n";
        for (const std::string &stream : {byLength, byChunks}) {
            for (unsigned cutting = 0; cutting < kCuttings; ++cutting) {
                const QByteArray said = bytes(httpTranscript(stream, cutting, 10));
                if (size <= 10)
                    QVERIFY(said.endsWith("[" + bytes(body) + "]\n"));
                else
                    QCOMPARE(said, QByteArray("failure 413\n"));
            }
        }
    }
}

QTEST_APPLESS_MAIN(tst_HttpRequestLimits)
#include "tst_http_request_limits.moc"
