#include <QTest>

#include "server/webhooks/response_parser.h"

using namespace parley;
using State = ResponseParser::State;

Q_DECLARE_METATYPE(ResponseParser::State)

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

QByteArray response(const QByteArray &fields, const QByteArray &body = {})
{
    return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body;
}

QByteArray chunked(const QByteArray &body)
{
    return response("Transfer-Encoding: chunked\r\n", body);
}

} // namespace

class TestResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void keepsExactHead();
    void endsWithTheConnection();
    void tellsWhatWasCutOff_data();
    void tellsWhatWasCutOff();
    void keepsOnlyTheFirstPartOfALongBody_data();
    void keepsOnlyTheFirstPartOfALongBody();
    void staysSmallUnderEndlessInput_data();
    void staysSmallUnderEndlessInput();
    void knowsWhetherTheConnectionIsReusable_data();
    void knowsWhetherTheConnectionIsReusable();
};

void TestResponseParser::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<State>("state");
    const auto bad = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes << State::ProtocolError;
    };
    bad("HTTP/0.9", "<html>hello</html>");
    bad("one byte of another protocol", "S");
    bad("SSH banner", "SSH-2.0-OpenSSH_9.2\r\n");
    bad("TLS alert", QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7));
    bad("HTTP/2", "HTTP/2 200\r\n\r\n");
    bad("HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n");
    bad("lower case version", "http/1.1 200 OK\r\n\r\n");
    bad("empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n");
    bad("status 000", "HTTP/1.1 000 Zero\r\n\r\n");
    bad("status 099", "HTTP/1.1 099 Low\r\n\r\n");
    bad("status 600", "HTTP/1.1 600 High\r\n\r\n");
    bad("status 999", "HTTP/1.1 999 High\r\n\r\n");
    bad("status of two digits", "HTTP/1.1 20 OK\r\n\r\n");
    bad("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n");
    bad("status of letters", "HTTP/1.1 2OO OK\r\n\r\n");
    bad("two spaces", "HTTP/1.1  200 OK\r\n\r\n");
    bad("NUL in the reason", QByteArray("HTTP/1.1 200 O\0K\r\n\r\n", 20));
    bad("bare LF after the status", "HTTP/1.1 200 OK\n\r\n");
    bad("bare LF after a field", response("A: b\n"));
    bad("bare CR in a value", response("A: b\rC: d\r\n"));
    bad("obs-fold", response("A: b\r\n c\r\n"));
    bad("obs-fold with a tab", response("A: b\r\n\tc\r\n"));
    bad("NUL in a value", response(QByteArray("A: b\0c\r\n", 8)));
    bad("control in a value", response("A: b\x01\r\n"));
    bad("DEL in a value", response("A: b\x7f\r\n"));
    bad("space before the colon", response("A : b\r\n"));
    bad("space in the name", response("A b: c\r\n"));
    bad("empty name", response(": b\r\n"));
    bad("no colon", response("Nothing\r\n"));
    bad("name not ASCII", response("\xc3\xa4: b\r\n"));
    bad("length and chunked", response("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
    bad("chunked and length", response("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"));
    bad("two lengths", response("Content-Length: 5\r\nContent-Length: 6\r\n"));
    bad("list of lengths", response("Content-Length: 5, 5\r\n"));
    bad("negative length", response("Content-Length: -5\r\n"));
    bad("plus length", response("Content-Length: +5\r\n"));
    bad("hex length", response("Content-Length: 0x5\r\n"));
    bad("empty length", response("Content-Length:\r\n"));
    bad("length with a space inside", response("Content-Length: 1 0\r\n"));
    bad("huge length", response("Content-Length: 18446744073709551616\r\n"));
    bad("length at the top of 64 bits", response("Content-Length: 18446744073709551615\r\n"));
    bad("unknown coding", response("Transfer-Encoding: gzip\r\n"));
    bad("two codings", response("Transfer-Encoding: gzip, chunked\r\n"));
    bad("coding twice", response("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
    bad("empty coding", response("Transfer-Encoding:\r\n"));
    bad("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    bad("chunk size is no number", chunked("xyz\r\n"));
    bad("chunk size is empty", chunked("\r\n"));
    bad("chunk size with 0x", chunked("0x5\r\nhello\r\n"));
    bad("negative chunk size", chunked("-5\r\n"));
    bad("overflowing chunk size", chunked("FFFFFFFFFFFFFFFF\r\n"));
    bad("chunk size of 17 digits", chunked("10000000000000000\r\n"));
    bad("chunk size and bare LF", chunked("5\nhello\r\n0\r\n\r\n"));
    bad("chunk longer than its size", chunked("5\r\nhello!\r\n"));
    bad("no CRLF behind a chunk", chunked("5\r\nhelloXX0\r\n\r\n"));
    bad("space behind a chunk size", chunked("5 \r\nhello\r\n"));
    bad("NUL in an extension", chunked(QByteArray("5;a\0b\r\n", 7)));
    bad("trailer without a colon", chunked("0\r\nNothing\r\n\r\n"));
    bad("obs-fold in a trailer", chunked("0\r\n A: b\r\n\r\n"));
    bad("endless 100 Continue", QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(9));
    bad("switching protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    bad("interim then garbage", "HTTP/1.1 103 Early Hints\r\n\r\ngarbage");

    QTest::newRow("8 MiB header line")
        << response("A: " + QByteArray(8 << 20, 'x') + "\r\n") << State::HeadTooLarge;
    QTest::newRow("8 MiB without a line end")
        << "HTTP/1.1 200 " + QByteArray(8 << 20, 'x') << State::HeadTooLarge;
    QTest::newRow("200,000 fields")
        << response(QByteArray("A: b\r\n").repeated(200'000)) << State::HeadTooLarge;
    QTest::newRow("129 fields") << response(QByteArray("A: b\r\n").repeated(129))
                                << State::HeadTooLarge;
    bad("endless extension", chunked("5;" + QByteArray(100'000, 'x')));
    bad("endless trailers", chunked("0\r\n" + QByteArray("A: b\r\n").repeated(100'000)));
}

void TestResponseParser::refuses()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const State, state);
    ResponseParser whole;
    QCOMPARE(whole.feed(view(bytes)), state);
    QVERIFY(!whole.fault().empty());
    QVERIFY(!whole.reusable());

    ResponseParser bytewise;
    for (const char c : bytes)
        if (bytewise.feed({&c, 1}) != State::Reading)
            break;
    QCOMPARE(bytewise.state(), state);
    QCOMPARE(bytewise.feed("HTTP/1.1 200 OK\r\n\r\n"), state); // an error is final
}

void TestResponseParser::accepts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const auto good
        = [](const char *name, const QByteArray &bytes, int status, const QByteArray &body = {}) {
              QTest::newRow(name) << bytes << status << body;
          };
    good("length", response("Content-Length: 5\r\n", "hello"), 200, "hello");
    good("length 0", response("Content-Length: 0\r\n"), 200);
    good("equal lengths", response("Content-Length: 2\r\ncontent-length: 2\r\n", "ok"), 200, "ok");
    good("leading zeros", response("Content-Length: 0002\r\n", "ok"), 200, "ok");
    good("no space after the colon", response("Content-Length:2\r\n", "ok"), 200, "ok");
    good("spaces around a value", response("Content-Length: \t 2 \t\r\n", "ok"), 200, "ok");
    good("reason missing", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200);
    good("reason empty", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 200);
    good("reason not ASCII", "HTTP/1.1 200 \xe3\x81\x82\r\nContent-Length: 0\r\n\r\n", 200);
    good("lowest status", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200);
    good("highest status", "HTTP/1.1 599 X\r\nContent-Length: 0\r\n\r\n", 599);
    good("chunked", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), 200, "hello world");
    good("chunked, capitals",
         response("transfer-encoding: CHUNKED\r\n", "A\r\n0123456789\r\n0\r\n\r\n"), 200,
         "0123456789");
    good("chunk extensions", chunked("5;a=b;c=\"d e\"\r\nhello\r\n0;x\r\n\r\n"), 200, "hello");
    good("space before an extension", chunked("5 ;a\r\nhello\r\n0\r\n\r\n"), 200, "hello");
    good("trailers", chunked("5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n"), 200, "hello");
    good("leading zeros in a chunk size", chunked("0005\r\nhello\r\n000\r\n\r\n"), 200, "hello");
    good("204", "HTTP/1.1 204 No Content\r\n\r\n", 204);
    good("204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204);
    good("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n", 304);
    good("8 x 100, then 200",
         QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(8)
             + response("Content-Length: 2\r\n", "ok"),
         200, "ok");
    good("103, then 200",
         "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 9\r\n\r\n"
             + response("Content-Length: 2\r\n", "ok"),
         200, "ok");
    good("128 fields", response("Content-Length: 0\r\n" + QByteArray("A: b\r\n").repeated(127)),
         200);
    good("body of NULs", response("Content-Length: 3\r\n", QByteArray(3, '\0')), 200,
         QByteArray(3, '\0'));
}

void TestResponseParser::accepts()
{
    QFETCH(const QByteArray, bytes);
    ResponseParser whole;
    QCOMPARE(whole.feed(view(bytes)), State::Complete);
    QTEST(whole.status(), "status");
    QTEST(QByteArray::fromStdString(whole.body()), "body");
    QVERIFY(whole.reusable());
    QVERIFY(!whole.truncated());

    ResponseParser bytewise;
    for (const char c : bytes) {
        QCOMPARE(bytewise.state(), State::Reading);
        bytewise.feed({&c, 1});
    }
    QCOMPARE(bytewise.state(), State::Complete);
    QCOMPARE(bytewise.body(), whole.body());
    QCOMPARE(bytewise.head(), whole.head());
}

void TestResponseParser::keepsExactHead()
{
    const QByteArray interim = "HTTP/1.1 103 Early Hints\r\nX-Interim: 1\r\n\r\n";
    const QByteArray head
        = "HTTP/1.1 429 Slow  Down\r\nReTRY-After:\t7 \r\nX:\r\nContent-Length: 1\r\n\r\n";
    ResponseParser parser;
    QVERIFY(!parser.headComplete());
    parser.feed(view(interim + head));
    QVERIFY(parser.headComplete());
    QCOMPARE(QByteArray::fromStdString(parser.head()), interim + head);
    QCOMPARE(*parser.header("retry-after"), std::string_view("7"));
    QCOMPARE(*parser.header("x"), std::string_view());
    QVERIFY(!parser.header("x-interim")); // of another head
    QVERIFY(!parser.header("location"));
}

void TestResponseParser::endsWithTheConnection()
{
    for (const QByteArray version : {"HTTP/1.0", "HTTP/1.1"}) {
        ResponseParser parser;
        QCOMPARE(parser.feed(view(version + " 200 OK\r\n\r\nhello")), State::Reading);
        QCOMPARE(parser.finish(), State::Complete);
        QCOMPARE(parser.body(), std::string("hello"));
        QVERIFY(!parser.reusable());
        QVERIFY(!parser.truncated());
    }
}

void TestResponseParser::tellsWhatWasCutOff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("headComplete");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("in the head") << QByteArray("HTTP/1.1 200 OK\r\nA: ") << false;
    QTest::newRow("in the body") << response("Content-Length: 9\r\n", "hell") << true;
    QTest::newRow("in a chunk") << chunked("9\r\nhell") << true;
    QTest::newRow("before the last chunk") << chunked("5\r\nhello\r\n") << true;
    QTest::newRow("in the trailers") << chunked("0\r\nA: b\r\n") << true;
}

void TestResponseParser::tellsWhatWasCutOff()
{
    QFETCH(const QByteArray, bytes);
    ResponseParser parser;
    parser.feed(view(bytes));
    QCOMPARE(parser.finish(), State::Reading);
    QTEST(parser.headComplete(), "headComplete");
    QCOMPARE(parser.truncated(), parser.headComplete());
    QCOMPARE(parser.sawAnyByte(), !bytes.isEmpty());
    QVERIFY(!parser.reusable());
}

void TestResponseParser::keepsOnlyTheFirstPartOfALongBody_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("truncated");
    const int cap = ResponseParser::kMaxBodyBytes;
    QTest::newRow("exactly the cap")
        << response("Content-Length: 65536\r\n", QByteArray(cap, 'x')) << false;
    QTest::newRow("one more") << response("Content-Length: 65537\r\n", QByteArray(cap + 1, 'x'))
                              << true;
    QTest::newRow("10 MB") << response("Content-Length: 10000000\r\n", QByteArray(10'000'000, 'x'))
                           << true;
    QTest::newRow("10 MB in chunks")
        << chunked(QByteArray("400\r\n" + QByteArray(1024, 'x') + "\r\n").repeated(10'000)) << true;
    QTest::newRow("10 MB until close") << response("", QByteArray(10'000'000, 'x')) << true;
}

void TestResponseParser::keepsOnlyTheFirstPartOfALongBody()
{
    QFETCH(const QByteArray, bytes);
    ResponseParser parser;
    QCOMPARE(parser.feed(view(bytes)), State::Complete);
    QCOMPARE(parser.body().size(), ResponseParser::kMaxBodyBytes);
    QTEST(parser.truncated(), "truncated");
}

void TestResponseParser::staysSmallUnderEndlessInput_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("again");
    QTest::newRow("body until close") << response("") << QByteArray(1000, 'x');
    QTest::newRow("chunks of one byte") << chunked("") << QByteArray("1;abcdefgh\r\nx\r\n");
    QTest::newRow("head") << QByteArray("HTTP/1.1 200 OK\r\nA: ") << QByteArray(1000, 'x');
    QTest::newRow("interim responses") << QByteArray() << QByteArray("HTTP/1.1 100 C\r\n\r\n");
}

void TestResponseParser::staysSmallUnderEndlessInput()
{
    QFETCH(const QByteArray, start);
    QFETCH(const QByteArray, again);
    ResponseParser parser;
    parser.feed(view(start));
    int rounds = 0;
    while (parser.state() == State::Reading && rounds < 1'000'000) {
        parser.feed(view(again));
        ++rounds;
    }
    QVERIFY(parser.state() != State::Reading);
    QVERIFY(parser.head().capacity() <= 2 * ResponseParser::kMaxHeadBytes);
    QVERIFY(parser.body().capacity() <= 2 * ResponseParser::kMaxBodyBytes);
}

void TestResponseParser::knowsWhetherTheConnectionIsReusable_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("reusable");
    const auto row = [](const char *name, const QByteArray &bytes, bool reusable) {
        QTest::newRow(name) << bytes << reusable;
    };
    row("bytes beyond", response("Content-Length: 2\r\n", "okX"), false);
    row("second response",
        response("Content-Length: 2\r\n", "ok") + response("Content-Length: 0\r\n"), false);
    row("204 with body bytes", "HTTP/1.1 204 No Content\r\n\r\nbody", false);
    row("chunked with bytes beyond", chunked("0\r\n\r\nX"), false);
    row("close", response("Content-Length: 0\r\nConnection: close\r\n"), false);
    row("close in a list", response("Content-Length: 0\r\nConnection: keep-alive, CLOSE\r\n"),
        false);
    row("close in a second field",
        response("Content-Length: 0\r\nConnection: x\r\nConnection: close\r\n"), false);
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false);
    row("closed is another word", response("Content-Length: 0\r\nConnection: closed\r\n"), true);
    row("keep-alive", response("Content-Length: 0\r\nConnection: keep-alive\r\n"), true);
}

void TestResponseParser::knowsWhetherTheConnectionIsReusable()
{
    QFETCH(const QByteArray, bytes);
    ResponseParser parser;
    QCOMPARE(parser.feed(view(bytes)), State::Complete);
    QTEST(parser.reusable(), "reusable");
}

QTEST_APPLESS_MAIN(TestResponseParser)
#include "tst_response_parser.moc"
