#include <QTest>

#include "server/protocol/http_request_parser.h"
#include "tests/support/bytes.h"
#include "tests/support/http_transcript.h"

using namespace parley;
using namespace parley::test;

class tst_HttpRequestParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void understands_data();
    void understands();
    void refusesAtTheFirstByte_data();
    void refusesAtTheFirstByte();
    void stopsBehindTheHead();
    void leavesTheNextRequest();
    void expectation();
    void nothingIsParsedAfterAFailure();
    void knowsWhetherARequestBegan();
    void failureHasACode();
};

namespace {

const QByteArray kHost("Host: a\r\n");

QByteArray get(const QByteArray &fields) // a request with these fields beside Host
{
    return "GET / HTTP/1.1\r\n" + kHost + fields + "\r\n";
}

QByteArray post(const QByteArray &fields, const QByteArray &rest)
{
    return "POST / HTTP/1.1\r\n" + kHost + fields + "\r\n" + rest;
}

const QByteArray kChunked("Transfer-Encoding: chunked\r\n");

void requestLineRows()
{
    const auto row = [](const char *name, const QByteArray &line, int status) {
        QTest::newRow(name) << line + "\r\n" + kHost + "\r\n" << status;
    };
    row("no version", "GET /", 400);
    row("two spaces", "GET  / HTTP/1.1", 400);
    row("space at the end", "GET / HTTP/1.1 ", 400);
    row("space in the target", "GET /a b HTTP/1.1", 400);
    row("space before", " GET / HTTP/1.1", 400);
    row("tab for space", "GET\t/\tHTTP/1.1", 400);
    row("no target", "GET  HTTP/1.1", 400);
    row("method with a bracket", "G(T / HTTP/1.1", 400);
    row("lower case version", "GET / http/1.1", 400);
    row("version 1.10", "GET / HTTP/1.10", 400);
    row("version 1.1x", "GET / HTTP/1.1x", 400);
    row("version 2.0", "GET / HTTP/2.0", 505);
    row("version 0.9", "GET / HTTP/0.9", 505);
    row("version 1.2", "GET / HTTP/1.2", 505);
    row("HTTP/2 preface", "PRI * HTTP/2.0", 505);
    row("unknown method", "BREW / HTTP/1.1", 501);
    row("lower case method", "get / HTTP/1.1", 501);
    row("TRACE", "TRACE / HTTP/1.1", 501);
    row("CONNECT", "CONNECT a:1 HTTP/1.1", 501);
    row("asterisk with GET", "GET * HTTP/1.1", 400);
    row("authority form", "GET a:80 HTTP/1.1", 400);
    row("DEL", "GET /\x7f HTTP/1.1", 400);
    row("bare CR in the line", "GET /\r HTTP/1.1", 400);
}

void fieldRows()
{
    const auto row = [](const char *name, const QByteArray &request, int status) {
        QTest::newRow(name) << request << status;
    };
    row("bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n", 400);
    row("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400);
    row("two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    row("no Host", "GET / HTTP/1.1\r\n\r\n", 400);
    row("two Hosts", get("Host: b\r\n"), 400);
    row("two equal Hosts", get("Host: a\r\n"), 400);
    row("folded", get("A: b\r\n c\r\n"), 400);
    row("folded first", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400);
    row("space before colon", get("A : b\r\n"), 400);
    row("no colon", get("A\r\n"), 400);
    row("no name", get(": b\r\n"), 400);
    row("zero byte in a value", get(QByteArray("A: b\0c\r\n", 8)), 400);
    row("bare CR in a value", get("A: b\rc\r\n"), 400);
    row("ESC in a value", get("A: \x1b[0m\r\n"), 400);
    row("DEL in a value", get("A: \x7f\r\n"), 400);
    row("name not ASCII", get("\xc3\xa9: a\r\n"), 400);
    row("two Authorizations", get("Authorization: Bearer a\r\nAuthorization: Bearer a\r\n"), 400);
    row("two keys", get("Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: a\r\n"), 400);
    row("two Origins", get("Origin: a\r\nOrigin: b\r\n"), 400);
    row("content coding", post("Content-Encoding: gzip\r\nContent-Length: 1\r\n", "x"), 415);
    row("content coding identity", get("Content-Encoding: identity\r\n"), 415);
    row("unknown expectation", get("Expect: the-best\r\n"), 417);
}

void framingRows()
{
    const auto length = [](const char *name, const QByteArray &value, int status) {
        QTest::newRow(name) << post("Content-Length: " + value + "\r\n", "abc") << status;
    };
    length("length empty", "", 400);
    length("length signed", "+3", 400);
    length("length negative", "-3", 400);
    length("length hex", "0x3", 400);
    length("length list", "3, 3", 400);
    length("length with a letter", "3a", 400);
    length("length with a space", "3 3", 400);
    length("length past 64 bits", "18446744073709551616", 400);
    length("length of 64 bits", "18446744073709551615", 413);
    QTest::newRow("length twice") << post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")
                                  << 400;
    QTest::newRow("length and coding")
        << post(kChunked + "Content-Length: 3\r\n", "0\r\n\r\n") << 400;
    const auto coding = [](const char *name, const QByteArray &value, int status) {
        QTest::newRow(name) << post("Transfer-Encoding: " + value + "\r\n", "0\r\n\r\n") << status;
    };
    coding("coding empty", "", 400);
    coding("coding doubled", "chunked, chunked", 400);
    coding("coding list with an empty one", "chunked,", 400);
    coding("coding quoted", "\"chunked\"", 400);
    coding("coding with a vertical tab",
           "\x0b"
           "chunked",
           400);
    coding("coding with a parameter", "chunked;q=1", 400);
    coding("coding with a zero byte", QByteArray("chunked\0", 8), 400);
    coding("coding folded", "\r\n chunked", 400);
    coding("coding of a longer word", "xchunked", 501);
    coding("coding before identity", "chunked, identity", 501);
    coding("coding unknown", "gzip", 501);
    coding("coding identity", "identity", 501);
    coding("coding after another", "gzip, chunked", 501);
    QTest::newRow("coding with a space before its colon")
        << post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n") << 400;
    QTest::newRow("coding behind a bare LF")
        << post("A: b\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") << 400;
    QTest::newRow("coding on two lines") << post(kChunked + kChunked, "0\r\n\r\n") << 400;
    QTest::newRow("coding in 1.0") << QByteArray("POST / HTTP/1.0\r\n") + kChunked + "\r\n0\r\n\r\n"
                                   << 400;
}

} // namespace

void tst_HttpRequestParser::refuses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("status");

    requestLineRows();
    fieldRows();
    framingRows();
}

void tst_HttpRequestParser::refuses()
{
    QFETCH(QByteArray, stream);
    QFETCH(int, status);

    // A request stands behind it that must never be seen.
    const std::string all = (stream + "GET /smuggled HTTP/1.1\r\n" + kHost + "\r\n").toStdString();
    const QByteArray expected = "failure " + QByteArray::number(status) + '\n';
    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(httpTranscript(all, cutting)), expected);
}

void tst_HttpRequestParser::understands_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("plain") << QByteArray("GET /v1/health HTTP/1.1\r\nHost: localhost:8080\r\n\r\n")
                           << QByteArray("GET /v1/health 1.1 keep authority=localhost:8080\n"
                                         "host: localhost:8080\n[]\n");
    QTest::newRow("an empty line before")
        << QByteArray("\r\nGET / HTTP/1.1\r\nhOsT:a\r\n\r\n")
        << QByteArray("GET / 1.1 keep authority=a\nhost: a\n[]\n");
    QTest::newRow("1.0 without Host")
        << QByteArray("GET / HTTP/1.0\r\n\r\n") << QByteArray("GET / 1.0 close authority=\n[]\n");
    QTest::newRow("close among others")
        << get("Connection: foo, CLOSE\r\n")
        << QByteArray("GET / 1.1 close authority=a\nhost: a\nconnection: foo, CLOSE\n[]\n");
    QTest::newRow("absolute form has its own authority")
        << QByteArray("GET HTTP://evil:1/x?a=b HTTP/1.1\r\nHost: localhost\r\n\r\n")
        << QByteArray("GET /x 1.1 keep authority=evil:1 ?a=b\nhost: localhost\n[]\n");
    QTest::newRow("absolute form without a path")
        << QByteArray("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n")
        << QByteArray("GET / 1.1 keep authority=b\nhost: a\n[]\n");
    QTest::newRow("asterisk") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
                              << QByteArray("OPTIONS * 1.1 keep authority=a\nhost: a\n[]\n");
    QTest::newRow("query decoded")
        << QByteArray("GET /a?n=%E9%9b%aa&x=a+b%20c&e= HTTP/1.1\r\nHost: a\r\n\r\n")
        << QByteArray("GET /a 1.1 keep authority=a ?n=雪 ?x=a+b c ?e=\nhost: a\n[]\n");
    QTest::newRow("topic names") << QByteArray(
        "GET /$events/a~b:c._-d/ HTTP/1.1\r\nHost: a\r\n\r\n")
                                 << QByteArray("GET /$events/a~b:c._-d/ 1.1 keep authority=a\n"
                                               "host: a\n[]\n");
    QTest::newRow("values trimmed, tab and high bytes kept")
        << get("A:  \t b\tc\xc3\xa9 \t\r\nB:\r\n")
        << QByteArray("GET / 1.1 keep authority=a\nhost: a\na: b\tc\xc3\xa9\nb: \n[]\n");
    QTest::newRow("list fields are joined")
        << get("Accept: a\r\nACCEPT: b\r\n")
        << QByteArray("GET / 1.1 keep authority=a\nhost: a\naccept: a, b\n[]\n");
    QTest::newRow("body by length")
        << post("Content-Length: 3\r\n", "abc")
        << QByteArray("POST / 1.1 keep authority=a\nhost: a\ncontent-length: 3\n[abc]\n");
    QTest::newRow("coding in another case, with spaces around it")
        << post("Transfer-Encoding: \t Chunked \t\r\n", "1\r\nx\r\n0\r\n\r\n")
        << QByteArray("POST / 1.1 keep authority=a\nhost: a\ntransfer-encoding: Chunked\n[x]\n");
    QTest::newRow("length 0") << post(
        "Content-Length: 0\r\n",
        "") << QByteArray("POST / 1.1 keep authority=a\nhost: a\ncontent-length: 0\n[]\n");
    QTest::newRow("body cut short is never a request")
        << post("Content-Length: 4\r\n", "abc") << QByteArray("unfinished\n");
    QTest::newRow("pipelined")
        << post("Content-Length: 1\r\n", "x") + post(kChunked, "1\r\ny\r\n0\r\n\r\n") + get("")
        << QByteArray("POST / 1.1 keep authority=a\nhost: a\ncontent-length: 1\n[x]\n"
                      "POST / 1.1 keep authority=a\nhost: a\ntransfer-encoding: chunked\n[y]\n"
                      "GET / 1.1 keep authority=a\nhost: a\n[]\n");
}

void tst_HttpRequestParser::understands()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);

    for (unsigned cutting = 0; cutting < kCuttings; ++cutting)
        QCOMPARE(bytes(httpTranscript(stream.toStdString(), cutting)), expected);
}

void tst_HttpRequestParser::refusesAtTheFirstByte_data()
{
    QTest::addColumn<char>("byte");

    QTest::newRow("TLS") << '\x16';
    QTest::newRow("zero") << '\0';
    QTest::newRow("LF") << '\n';
    QTest::newRow("space") << ' ';
    QTest::newRow("high") << '\xff';
}

void tst_HttpRequestParser::refusesAtTheFirstByte()
{
    QFETCH(char, byte);

    HttpRequestParser parser;
    QCOMPARE(parser.feed({&byte, 1}), std::size_t(1));
    QCOMPARE(parser.state(), HttpRequestParser::State::Failed);
    QCOMPARE(parser.failure().status, 400);
}

void tst_HttpRequestParser::stopsBehindTheHead()
{
    HttpRequestParser parser;
    const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
    QCOMPARE(parser.feed(head + "abc"), head.size());
    QCOMPARE(parser.state(), HttpRequestParser::State::Body);
    QCOMPARE(bytes(parser.request().path), QByteArray("/x"));
    QVERIFY(parser.request().body.empty());
}

void tst_HttpRequestParser::leavesTheNextRequest()
{
    HttpRequestParser parser;
    const std::string one = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(parser.feed(one + one), one.size());
    QCOMPARE(parser.state(), HttpRequestParser::State::Complete);
    QCOMPARE(parser.feed(one), std::size_t(0)); // until the first one is taken
    parser.take();
    QCOMPARE(parser.state(), HttpRequestParser::State::Head);
    QCOMPARE(parser.feed(one), one.size());
}

void tst_HttpRequestParser::expectation()
{
    const auto expects = [](const std::string &version, const std::string &length) {
        HttpRequestParser parser;
        parser.feed("POST / HTTP/" + version + "\r\nHost: a\r\nExpect: 100-Continue\r\n"
                    + "Content-Length: " + length + "\r\n\r\n");
        return parser.expectContinue();
    };
    QVERIFY(expects("1.1", "3"));
    QVERIFY(!expects("1.1", "0"));
    QVERIFY(!expects("1.0", "3"));
}

void tst_HttpRequestParser::nothingIsParsedAfterAFailure()
{
    HttpRequestParser parser;
    parser.feed("GET / HTTP/1.1\r\n\r\n");
    QCOMPARE(parser.state(), HttpRequestParser::State::Failed);
    const std::string next = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(parser.feed(next), next.size());
    QCOMPARE(parser.state(), HttpRequestParser::State::Failed);
}

void tst_HttpRequestParser::knowsWhetherARequestBegan()
{
    HttpRequestParser parser;
    QVERIFY(!parser.hasBegun());
    parser.feed("G");
    QVERIFY(parser.hasBegun());
    parser.feed("ET / HTTP/1.1\r\nHost: a\r\n\r\n");
    parser.take();
    QVERIFY(!parser.hasBegun());
}

void tst_HttpRequestParser::failureHasACode()
{
    HttpRequestParser version;
    version.feed("GET / HTTP/3.0\r\n");
    QCOMPARE(version.failure().error.code, ErrorCode::NotImplemented);
    HttpRequestParser fields;
    fields.feed("GET / HTTP/1.1\r\nHost: a\r\nA: " + std::string(20000, 'x'));
    QCOMPARE(fields.failure().error.code, ErrorCode::HeadersTooLarge);
    QVERIFY(!fields.failure().error.message.empty());
}

QTEST_APPLESS_MAIN(tst_HttpRequestParser)
#include "tst_http_request_parser.moc"
