#include "tests/unit/webhooks/http_client_fixture.h"

using namespace parley;
using namespace parley::test;

Q_DECLARE_METATYPE(parley::test::Answer)

// What endpoints may answer, right and wrong. The number is the row of the webhook sheet,
// section 8.
class TestHttpFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judgesAnswers_data();
    void judgesAnswers();
    void endsAtTheDeadline_data();
    void endsAtTheDeadline();
    void sendsExactlyWhatIsLogged();
    void keepsAnswerBytes();
    void masksCredentials();
    void refusesHeaders_data();
    void refusesHeaders();
};

void TestHttpFraming::judgesAnswers_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("truncated");
    QTest::addColumn<bool>("reused"); // by a second request
    using enum Outcome;
    using Then = Answer::Then;
    const auto row = [](const char *name, Answer answer, Outcome outcome, int status = 0,
                        bool truncated = false, bool reused = false) {
        QTest::newRow(name) << std::move(answer) << outcome << status << truncated << reused;
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

    row("11 bad chunk size", {chunked + "zz\r\nhello\r\n0\r\n\r\n"}, ProtocolError, 200, true);
    row("12 overflowing chunk size", {chunked + "FFFFFFFFFFFFFFFF\r\n"}, ProtocolError, 200, true);
    row("13 length and chunked",
        {ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello"}, ProtocolError);
    row("14 differing lengths", {ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"},
        ProtocolError);
    row("15 negative length", {ok + "Content-Length: -5\r\n\r\n"}, ProtocolError);
    row("15 huge length", {ok + "Content-Length: 99999999999999999999\r\n\r\n"}, ProtocolError);
    row("17 endless 100 Continue",
        {QByteArray(), Then::KeepOpen, 0, "HTTP/1.1 100 Continue\r\n\r\n"}, ProtocolError);
    row("19 another protocol", {"SSH-2.0-OpenSSH_9.2\r\n"}, ProtocolError);
    row("19 HTTP/0.9", {"<html></html>", Then::Close}, ProtocolError);
    row("20 TLS bytes on a plain port", {QByteArray("\x15\x03\x01\x00\x02\x02\x46", 7)},
        ProtocolError);
    row("21 8 MiB header line", {ok + "A: " + QByteArray(8 << 20, 'x')}, HeaderTooLarge);
    row("22 200,000 headers", {ok + QByteArray("A: b\r\n").repeated(200'000)}, HeaderTooLarge);
    row("23 obs-fold", {ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"}, ProtocolError);
    row("23 NUL in a header", {ok + QByteArray("A: b\0c\r\nContent-Length: 0\r\n\r\n", 29)},
        ProtocolError);
    row("25 status 999", {"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n"}, ProtocolError);
    row("25 status 000", {"HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n"}, ProtocolError);
    row("25 status of two digits", {"HTTP/1.1 20 X\r\nContent-Length: 0\r\n\r\n"}, ProtocolError);
    row("38 RST before the answer", {QByteArray(), Then::Reset}, ConnectionReset);
    row("40 FIN before the answer", {QByteArray(), Then::Close}, ConnectionReset);
    row("38 end inside the head", {ok + "Content-Le", Then::Close}, ConnectionReset);
    row("39 end inside the body", {ok + "Content-Length: 9\r\n\r\nhell", Then::Close}, Ok, 200,
        true);
    row("39 end inside the body of a 500",
        {"HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\nhell", Then::Close}, Http5xx, 500, true);
    row("39 end inside a chunk", {chunked + "9\r\nhell", Then::Close}, Ok, 200, true);
    row("32 endless body", {ok + "\r\n", Then::KeepOpen, 0, QByteArray(4096, 'x')}, Ok, 200, true);
    row("32 endless chunked body", {chunked, Then::KeepOpen, 0, "5\r\nhello\r\n"}, Ok, 200, true);
    row("33 10 MB to a 2xx", Answer::status(200, {}, QByteArray(10'000'000, 'x')), Ok, 200, true);

    row("9 chunked with trailers", {chunked + "5\r\nhello\r\n0\r\nA: b\r\n\r\n"}, Ok, 200, false,
        true);
    row("10 chunk extensions", {chunked + "5;a=b\r\nhello\r\n0;c\r\n\r\n"}, Ok, 200, false, true);
    row("16 HTTP/1.0 until close", {"HTTP/1.0 200 OK\r\n\r\nhello", Then::Close}, Ok, 200);
    row("17 several 100 Continue",
        {QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(3) + ok
         + "Content-Length: 0\r\n\r\n"},
        Ok, 200, false, true);
    row("18 103, then 200",
        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok + "Content-Length: 0\r\n\r\n"}, Ok, 200,
        false, true);
    row("24 204 with body bytes", {"HTTP/1.1 204 No Content\r\n\r\nbody"}, Ok, 204);
    row("25 no reason", {"HTTP/1.1 202\r\nContent-Length: 0\r\n\r\n"}, Ok, 202, false, true);
    row("26 bytes beyond the answer", {ok + "Content-Length: 2\r\n\r\nokHTTP/1.1 500 X\r\n\r\n"},
        Ok, 200);
    row("42 Connection: close", {ok + "Content-Length: 0\r\nConnection: close\r\n\r\n"}, Ok, 200);
    row("plain 200", Answer::status(200), Ok, 200, false, true);
    row("302", Answer::status(302, "Location: http://127.0.0.1:1/\r\n"), Http3xx, 302, false, true);
    row("404", Answer::status(404), Http4xx, 404, false, true);
    row("410", Answer::status(410), Http4xx, 410, false, true);
    row("429", Answer::status(429), Http429, 429, false, true);
    row("503", Answer::status(503), Http5xx, 503, false, true);
}

void TestHttpFraming::judgesAnswers()
{
    QFETCH(const Answer, answer);
    QFETCH(const Outcome, outcome);
    QFETCH(const bool, reused);
    FakeEndpoint endpoint;
    endpoint.answer(answer);
    HttpClientFixture f;
    const auto result = f.send(f.request(endpoint.url()));
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(outcome));
    QTEST(result->attempt.httpStatus, "status");
    QTEST(result->attempt.responseTruncated, "truncated");
    QVERIFY(!result->attempt.outcomeText.empty());
    QVERIFY(!result->closedUnused);
    QVERIFY(result->attempt.responseBody.size() <= Attempt::kMaxKeptBodyBytes);
    QVERIFY(result->attempt.responseHead.size() <= ResponseParser::kMaxHeadBytes);
    QCOMPARE(endpoint.requests().size(), 1); // never twice, whatever was answered
    QCOMPARE(result->attempt.timing.dns, 0);
    QVERIFY(result->attempt.timing.total > 0);

    endpoint.answer(Answer::status(200));
    const auto second = f.send(f.request(endpoint.url()));
    QVERIFY(second);
    QCOMPARE(second->attempt.reusedConnection, reused);
    QCOMPARE(endpoint.connections(), reused ? 1 : 2);
}

void TestHttpFraming::endsAtTheDeadline_data()
{
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<Outcome>("outcome");
    using enum Outcome;
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const auto drip = [](const QByteArray &bytes) {
        return Answer{bytes + QByteArray(1000, '0'), Answer::Then::KeepOpen, 5};
    };
    QTest::newRow("28 silence") << Answer{} << TimeoutFirstByte;
    QTest::newRow("29 dripping head") << drip("HTTP/1.1 200 ") << TimeoutTotal;
    QTest::newRow("17 endless interim, slowly")
        << Answer{QByteArray("HTTP/1.1 100 C\r\n\r\n").repeated(8), Answer::Then::KeepOpen, 10}
        << TimeoutTotal;
    // The head is complete, and a 2xx is a yes even when the body never ends.
    QTest::newRow("30 dripping body")
        << Answer{ok + "Content-Length: 9\r\n\r\nhell", Answer::Then::KeepOpen} << Ok;
    QTest::newRow("31 dripping chunks")
        << Answer{ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", Answer::Then::KeepOpen}
        << Ok;
    QTest::newRow("30 dripping body of a 500")
        << Answer{"HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\nhell", Answer::Then::KeepOpen}
        << Http5xx;
}

void TestHttpFraming::endsAtTheDeadline()
{
    QFETCH(const Answer, answer);
    QFETCH(const Outcome, outcome);
    FakeEndpoint endpoint;
    endpoint.answer(answer);
    HttpClientFixture f;
    auto request = f.request(endpoint.url());
    request.deadline = 250ms;
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(outcome));
    QCOMPARE(result->attempt.responseTruncated, result->attempt.httpStatus != 0);
    QVERIFY(result->attempt.timing.total >= 250'000);
    QCOMPARE(endpoint.requests().size(), 1);
    QCOMPARE(f.client.idleConnections(), std::size_t{0});
    QTRY_COMPARE(endpoint.open(), 0); // nothing is left hanging
}

void TestHttpFraming::sendsExactlyWhatIsLogged()
{
    FakeEndpoint endpoint;
    HttpClientFixture f;
    const std::string body = "{\"text\":\"こんにちは 🌸 \\u0000\"}";
    auto request = f.request(endpoint.url("/a%20b?c=d&e"), body);
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Ok));
    QCOMPARE(endpoint.requests().value(0).toStdString(), result->attempt.requestHead + body);
    const QByteArray head
        = "POST /a%20b?c=d&e HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(endpoint.port())
        + "\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\nAccept-Encoding: identity\r\nUser-Agent: Parley/test\r\nwebhook-id: msg_1\r\n\r\n";
    QCOMPARE(QByteArray::fromStdString(result->attempt.requestHead), head);
    QCOMPARE(result->attempt.address, "127.0.0.1:" + std::to_string(endpoint.port()));
    QVERIFY(result->attempt.timing.write + result->attempt.timing.firstByte > 0);
}

void TestHttpFraming::keepsAnswerBytes()
{
    FakeEndpoint endpoint;
    const QByteArray gzip = QByteArray::fromHex("1f8b08000000000000034b4c4a06000000");
    const Answer answer = Answer::status(418,
                                         "X-A:  spaced \r\nRetry-After: 7\r\n"
                                         "webhook-delivery: disable\r\n"
                                         "Content-Encoding: gzip\r\n",
                                         gzip);
    endpoint.answer(answer);
    HttpClientFixture f;
    const auto result = f.send(f.request(endpoint.url()));
    QVERIFY(result);
    QCOMPARE(QByteArray::fromStdString(result->attempt.responseHead + result->attempt.responseBody),
             answer.bytes); // 81: compressed stays compressed
    QCOMPARE(result->attempt.responseBytes, std::uint64_t(gzip.size()));
    QCOMPARE(result->retryAfter, std::string("7"));
    QCOMPARE(result->webhookDelivery, std::string("disable"));
    QCOMPARE(result->attempt.outcomeText, std::string("418 Some reason"));
}

void TestHttpFraming::masksCredentials()
{
    FakeEndpoint endpoint;
    HttpClientFixture f;
    auto request = f.request(endpoint.url());
    request.headers.push_back({"Authorization", "Bearer hush-hush"});
    request.headers.push_back({"X-API-Key", "hush-hush"});
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(endpoint.requests().value(0).count("hush-hush"), 2);
    QVERIFY(result->attempt.requestHead.find("hush-hush") == std::string::npos);
    QVERIFY(result->attempt.requestHead.find("Authorization: ***") != std::string::npos);
}

void TestHttpFraming::refusesHeaders_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("80 CR LF in a value") << QByteArray("X") << QByteArray("a\r\nEvil: 1");
    QTest::newRow("80 LF in a value") << QByteArray("X") << QByteArray("a\nEvil: 1");
    QTest::newRow("80 NUL in a value") << QByteArray("X") << QByteArray("a\0b", 3);
    QTest::newRow("80 CR LF in a name") << QByteArray("X\r\nEvil") << QByteArray("1");
    QTest::newRow("colon in a name") << QByteArray("X:") << QByteArray("1");
    QTest::newRow("empty name") << QByteArray("") << QByteArray("1");
    QTest::newRow("Host") << QByteArray("Host") << QByteArray("evil.example");
    QTest::newRow("content-length") << QByteArray("content-length") << QByteArray("1");
    QTest::newRow("Transfer-Encoding") << QByteArray("Transfer-Encoding") << QByteArray("chunked");
    QTest::newRow("Connection") << QByteArray("Connection") << QByteArray("upgrade");
    QTest::newRow("Expect") << QByteArray("Expect") << QByteArray("100-continue");
    QTest::newRow("70 KB") << QByteArray("X") << QByteArray(70'000, 'x');
}

void TestHttpFraming::refusesHeaders()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, value);
    FakeEndpoint endpoint;
    HttpClientFixture f;
    auto request = f.request(endpoint.url());
    request.headers.push_back({name.toStdString(), value.toStdString()});
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(parley::test::name(result->attempt.outcome),
             parley::test::name(Outcome::BlockedAddress));
    QCOMPARE(endpoint.connections(), 0);
}

QTEST_GUILESS_MAIN(TestHttpFraming)
#include "tst_http_framing.moc"
