#include <QJsonArray>
#include <QLocale>
#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_websocket.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// Small rules of HTTP and of the resources that a client may lean on.
class TestHttpKeepsItsRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answersAreDated();
    void aWrongMethodSaysWhichAreRight();
    void aHeadOfAStreamIsOnlyItsHead();
    void theMediaTypeDecides_data();
    void theMediaTypeDecides();
    void aBodyOfExactlyTheLimitIsTaken();
    void aBatchIsPublishedInOrder();
    void aBadBatchPublishesNothing_data();
    void aBadBatchPublishesNothing();
    void aStrangerMayBufferLittle();
    void aStrangerMaySendNoBody_data();
    void aStrangerMaySendNoBody();
    void nothingIsSmuggled_data();
    void nothingIsSmuggled();
    void deliveriesOfANamespace();
    void aRevokedTokenIsShownAsSuch();
    void aDeletedWebhookStaysDeleted();

private:
    HttpAnswer request(const QByteArray &method, const QByteArray &target,
                       const QByteArray &body = {}, const QByteArray &fields = {})
    {
        return RawHttp(m_broker.port(), m_broker.ownerToken())
            .request(method, target, body, fields);
    }

    BrokerProcess m_broker;
};

void TestHttpKeepsItsRules::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "untouched"));
}

void TestHttpKeepsItsRules::answersAreDated()
{
    for (const char *target : {"/v1/health", "/v1/nothing"}) {
        const auto date = QString::fromLatin1(request("GET", target).field("Date"));
        const auto time = QLocale::c().toDateTime(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        QVERIFY2(time.isValid(), qPrintable(date));
    }
}

void TestHttpKeepsItsRules::aWrongMethodSaysWhichAreRight()
{
    const HttpAnswer answer = request("POST", "/v1/topics/default/weather", "{}");
    QCOMPARE(answer.status, 405);
    const QList<QByteArray> allowed = answer.field("Allow").split(',');
    QStringList methods;
    for (const QByteArray &method : allowed)
        methods.append(QString::fromLatin1(method.trimmed()));
    methods.sort();
    QCOMPARE(methods, (QStringList{u"DELETE"_s, u"GET"_s, u"HEAD"_s, u"PUT"_s}));
}

void TestHttpKeepsItsRules::aHeadOfAStreamIsOnlyItsHead()
{
    RawHttp http(m_broker.port(), m_broker.ownerToken());
    http.stream().send(http.head("HEAD", "/v1/subscribe/default/weather") + "\r\n"
                       + http.head("HEAD", "/v1/health") + "\r\n");
    const QByteArray head = http.stream().takeThrough("\r\n\r\n");
    QVERIFY2(head.startsWith("HTTP/1.1 200 "), head.constData());
    QVERIFY2(head.contains("text/event-stream"), head.constData());
    QVERIFY2(!head.contains("Content-Length"), head.constData());
    const QByteArray next = http.stream().takeThrough("\r\n\r\n"); // on the same connection
    QVERIFY2(next.startsWith("HTTP/1.1 200 "), next.constData());
}

void TestHttpKeepsItsRules::theMediaTypeDecides_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status"); // of bytes that are no text
    QTest::newRow("bytes") << QByteArray("application/octet-stream") << 200;
    QTest::newRow("another case") << QByteArray("Application/Octet-STREAM") << 200;
    QTest::newRow("with a parameter") << QByteArray("application/octet-stream ; a=b") << 200;
    QTest::newRow("only its beginning") << QByteArray("application/octet-streams") << 400;
    QTest::newRow("text") << QByteArray("text/plain") << 400;
}

void TestHttpKeepsItsRules::theMediaTypeDecides()
{
    QFETCH(const QByteArray, type);
    const HttpAnswer answer = request("POST", "/v1/publish/default/weather", "\xc3\x28",
                                      "Content-Type: " + type + "\r\n");
    QTEST(answer.status, "status");
}

void TestHttpKeepsItsRules::aBodyOfExactlyTheLimitIsTaken()
{
    const QByteArray settings = R"({"durability":"memory"})";
    const QByteArray padded = settings + QByteArray(1024 * 1024 - settings.size(), ' ');
    const QByteArray json = "Content-Type: application/json\r\n";
    QCOMPARE(request("PUT", "/v1/topics/default/padded", padded, json).status, 201);
    QCOMPARE(request("PUT", "/v1/topics/default/padded2", padded + ' ', json).status, 413);
}

void TestHttpKeepsItsRules::aBatchIsPublishedInOrder()
{
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "batch",
                      {{u"durability"_s, u"durable"_s}}));
    QByteArray lines;
    for (int i = 1; i <= 1000; ++i)
        lines += i % 2 ? "{\"text\":\"line " + QByteArray::number(i) + "\"}\n"
                       : "{\"base64\":\"" + QByteArray::number(i).toBase64() + "\"}\n";
    lines.chop(1); // the last line feed may be missing
    const HttpAnswer answer = request("POST", "/v1/publish/default/batch", lines,
                                      "Content-Type: application/x-ndjson\r\n");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()["ack"_L1].toString(), u"stored"_s);
    const QJsonArray results = answer.json()["results"_L1].toArray();
    QCOMPARE(results.size(), 1000);
    for (qsizetype i = 0; i < results.size(); ++i)
        QCOMPARE(results[i]["sequence"_L1].toInteger(), i + 1);
    const QJsonArray items
        = request("GET", "/v1/history/default/batch?limit=1000").json()["items"_L1].toArray();
    QCOMPARE(items.size(), 1000);
    QCOMPARE(items[998]["text"_L1].toString(), u"line 999"_s);
    QCOMPARE(items[999]["base64"_L1].toString().toLatin1(), QByteArray("1000").toBase64());
}

void TestHttpKeepsItsRules::aBadBatchPublishesNothing_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("named"); // in the error's text
    const QByteArray good = "{\"text\":\"a\"}\n";
    QTest::newRow("nothing") << QByteArray() << 400 << u"no line"_s;
    QTest::newRow("not JSON") << good + "{oops}" << 400 << u"line 2"_s;
    QTest::newRow("an empty line") << good + "\n" + good << 400 << u"line 2"_s;
    QTest::newRow("both") << QByteArray(R"({"text":"a","base64":"YQ=="})") << 400 << u"line 1"_s;
    QTest::newRow("neither") << good + "{}" << 400 << u"line 2"_s;
    QTest::newRow("bad base64") << QByteArray(R"({"base64":"Y"})") << 400 << u"line 1"_s;
    QTest::newRow("an unknown member")
        << QByteArray(R"({"text":"a","topic":"b"})") << 400 << u"line 1"_s;
    QTest::newRow("too many lines") << good.repeated(1001) << 409 << u"1,000"_s;
    QTest::newRow("a payload too large")
        << good + "{\"text\":\"" + QByteArray(262'145, 'x') + "\"}" << 413 << u"line 2"_s;
}

void TestHttpKeepsItsRules::aBadBatchPublishesNothing()
{
    QFETCH(const QByteArray, lines);
    QFETCH(const QString, named);
    const HttpAnswer answer = request("POST", "/v1/publish/default/untouched", lines,
                                      "Content-Type: application/x-ndjson\r\n");
    QTEST(answer.status, "status");
    const QString message = answer.json()["error"_L1]["message"_L1].toString();
    QVERIFY2(message.contains(named), qPrintable(message));
    QCOMPARE(request("GET", "/v1/topics/default/untouched").json()["lastSequence"_L1].toInteger(),
             0);
}

// Before it has shown a token, a socket's messages are short.
void TestHttpKeepsItsRules::aStrangerMayBufferLittle()
{
    const QJsonObject command{{u"op"_s, u"authenticate"_s},
                              {u"token"_s, QString::fromLatin1(m_broker.ownerToken())}};
    const auto padded = [&](qsizetype size) {
        QByteArray text = QJsonDocument(command).toJson(QJsonDocument::Compact);
        return text + QByteArray(size - text.size(), ' ');
    };
    RawWebSocket longest(m_broker.port());
    longest.sendText(padded(64 * 1024));
    QCOMPARE(longest.next()["type"_L1].toString(), u"authenticated"_s);
    longest.sendText(R"({"op":"publish","id":1,"topic":"weather","text":")"
                     + QByteArray(200'000, 'x') + "\"}");
    QCOMPARE(longest.next()["type"_L1].toString(), u"ack"_s); // now it may send more
    RawWebSocket tooLong(m_broker.port());
    tooLong.sendText(padded(64 * 1024 + 1));
    QCOMPARE(tooLong.waitForCloseCode(), 1009);
}

void TestHttpKeepsItsRules::aStrangerMaySendNoBody_data()
{
    QTest::addColumn<QByteArray>("line"); // method and target
    QTest::addColumn<int>("status");
    QTest::newRow("an open route") << QByteArray("GET /v1/health") << 413;
    QTest::newRow("a closed one") << QByteArray("POST /v1/tokens") << 401;
    QTest::newRow("a wrong method") << QByteArray("PUT /v1/status") << 405;
    QTest::newRow("no route") << QByteArray("POST /v1/nothing") << 404;
}

// Answered from the head: what it announces is never waited for, let alone kept.
void TestHttpKeepsItsRules::aStrangerMaySendNoBody()
{
    QFETCH(const QByteArray, line);
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(m_broker.port()) + "\r\n";
    const HttpAnswer answer = RawHttp(m_broker.port())
                                  .say(line + " HTTP/1.1\r\n" + host
                                       + "Content-Type: application/json\r\n"
                                         "Content-Length: 1000000\r\n\r\n");
    QTEST(answer.status, "status");
    QCOMPARE(answer.field("Allow").isEmpty(), answer.status != 405);
}

void TestHttpKeepsItsRules::nothingIsSmuggled_data()
{
    QTest::addColumn<QByteArray>("bytes"); // that two readers could take for different requests
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &bytes, int status) {
        QTest::newRow(name) << bytes << status;
    };
    const RawHttp http(m_broker.port(), m_broker.ownerToken());
    const QByteArray post = http.head("POST", "/v1/publish/default/weather");
    const QByteArray get = http.head("GET", "/v1/health");
    const QByteArray host = "Host: 127.0.0.1:" + QByteArray::number(m_broker.port()) + "\r\n";
    const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
    const QByteArray nothing = "\r\n0\r\n\r\n";
    row("length, then chunks", post + "Content-Length: 5\r\n" + chunked + nothing, 400);
    row("chunks, then length", post + chunked + "Content-Length: 5\r\n" + nothing, 400);
    row("two equal lengths", post + QByteArray("Content-Length: 1\r\n").repeated(2) + "\r\nx", 400);
    row("a list of lengths", post + "Content-Length: 1, 1\r\n\r\nx", 400);
    row("a length with a sign", post + "Content-Length: +1\r\n\r\nx", 400);
    row("chunked twice", post + chunked + chunked + nothing, 400);
    row("chunked in chunked", post + "Transfer-Encoding: chunked, chunked\r\n" + nothing, 400);
    row("identity", post + "Transfer-Encoding: identity\r\n\r\n", 501);
    row("chunked and identity", post + "Transfer-Encoding: chunked, identity\r\n" + nothing, 501);
    row("xchunked", post + "Transfer-Encoding: xchunked\r\n" + nothing, 501);
    row("chunked behind a tab",
        post
            + "Transfer-Encoding:\x0b"
              "chunked\r\n"
            + nothing,
        400);
    row("chunked on the next line", post + "Transfer-Encoding:\r\n chunked\r\n" + nothing, 400);
    row("space before the colon", post + "Transfer-Encoding : chunked\r\n" + nothing, 400);
    row("a bare LF between fields", post + "A: b\n" + chunked + nothing, 400);
    row("a bare CR between fields", post + "A: b\r" + chunked + nothing, 400);
    row("a zero byte in a name", post + QByteArray("A\0: b\r\n", 7) + nothing, 400);
    row("a chunk's size with 0x", post + chunked + "\r\n0x1\r\nx\r\n0\r\n\r\n", 400);
    row("a chunk's size past 64 bits", post + chunked + "\r\n10000000000000001\r\n", 413);
    row("a chunk's size of 64 bits", post + chunked + "\r\nffffffffffffffff\r\n", 413);
    row("a chunk's end without CR", post + chunked + "\r\n1\r\nx\n0\r\n\r\n", 400);
    row("an extension with a bare LF", post + chunked + "\r\n1;a\nx\r\n0\r\n\r\n", 400);
    row("an extension without an end", post + chunked + "\r\n1;" + QByteArray(20'000, 'x'), 431);
    row("trailers without an end",
        post + chunked + nothing.chopped(2) + QByteArray("A: b\r\n").repeated(4'000), 431);
    row("a trailer that is folded", post + chunked + nothing.chopped(2) + "A: b\r\n c\r\n\r\n",
        400);
    row("two hosts", get + host + "\r\n", 400);
    row("another host in the target", "GET http://evil/v1/health HTTP/1.1\r\n" + host + "\r\n",
        421);
    row("HTTP/0.9", "GET /v1/health\r\n", 400);
    row("HTTP/1.0 with chunks", "POST /v1/topics HTTP/1.0\r\n" + host + chunked + nothing, 400);
    row("HTTP/1.0 that would go on",
        "GET /v1/health HTTP/1.0\r\n" + host + "Connection: keep-alive\r\n\r\n", 200);
    row("an unknown expectation", post + "Expect: tea\r\nContent-Length: 1\r\n\r\nx", 417);
}

// One answer, and the end: what stands behind such a request is never read as another.
void TestHttpKeepsItsRules::nothingIsSmuggled()
{
    QFETCH(const QByteArray, bytes);
    RawHttp http(m_broker.port(), m_broker.ownerToken());
    QVERIFY(http.stream().send(bytes + http.head("POST", "/v1/publish/default/untouched")
                               + "Content-Length: 1\r\n\r\nx"));
    QTEST(http.readAnswer().status, "status");
    QVERIFY(http.stream().takeThrough("HTTP/1.1 ").isEmpty());
    QVERIFY(http.stream().waitForClose());
    QCOMPARE(request("GET", "/v1/topics/default/untouched").json()["lastSequence"_L1].toInteger(),
             0);
}

void TestHttpKeepsItsRules::deliveriesOfANamespace()
{
    const QByteArray all = "/v1/deliveries?namespace=";
    QCOMPARE(request("GET", all + "default").status, 200);
    QCOMPARE(request("GET", all + "default&topic=weather").status, 200);
    QCOMPARE(request("GET", all + "Not-A-Name!").status, 400);
}

void TestHttpKeepsItsRules::aRevokedTokenIsShownAsSuch()
{
    const HttpAnswer made
        = request("POST", "/v1/tokens", R"({"admin":true})", "Content-Type: application/json\r\n");
    QCOMPARE(made.status, 201);
    const QByteArray target
        = "/v1/tokens/" + made.json()["token"_L1]["id"_L1].toString().toLatin1();
    QCOMPARE(request("GET", target).json()["state"_L1].toString(), u"active"_s);
    QCOMPARE(request("DELETE", target).status, 204);
    QCOMPARE(request("GET", target).json()["state"_L1].toString(), u"revoked"_s);
}

// A change and the deletion are under way at once, whichever comes first.
void TestHttpKeepsItsRules::aDeletedWebhookStaysDeleted()
{
    const QByteArray json = "Content-Type: application/json\r\n";
    for (int round = 0; round < 20; ++round) {
        const HttpAnswer made
            = request("POST", "/v1/webhooks", R"({"topic":"weather","url":"function:echo"})", json);
        QCOMPARE(made.status, 201);
        const QByteArray target
            = "/v1/webhooks/" + made.json()["webhook"_L1]["id"_L1].toString().toLatin1();
        RawHttp changing(m_broker.port(), m_broker.ownerToken());
        RawHttp deleting(m_broker.port(), m_broker.ownerToken());
        const QByteArray change = R"({"name":"changed"})";
        changing.stream().send(changing.head("PATCH", target) + json + "Content-Length: "
                               + QByteArray::number(change.size()) + "\r\n\r\n" + change);
        deleting.stream().send(deleting.head("DELETE", target) + "\r\n");
        QCOMPARE(deleting.readAnswer().status, 204);
        const int changed = changing.readAnswer().status;
        QVERIFY2(changed == 200 || changed == 404, QByteArray::number(changed).constData());
        QCOMPARE(request("GET", target).status, 404);
    }
    QVERIFY2(m_broker.terminate(), m_broker.complaint().constData());
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(request("GET", "/v1/webhooks").json()["webhooks"_L1].toArray().size(), 0);
}

QTEST_GUILESS_MAIN(TestHttpKeepsItsRules)
#include "tst_http_keeps_its_rules.moc"
