#include <QTest>

#include "server/protocol/http_response.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_HttpResponse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text();
    void headHasNoBody();
    void noContent();
    void nothingFromOutsideBeginsALine();
    void failureBody();
    void failureFields_data();
    void failureFields();
    void stream();
    void dates();
};

void tst_HttpResponse::text()
{
    QCOMPARE(bytes(httpText(HttpResponse::json(200, "{}"), true)),
             QByteArray("HTTP/1.1 200 OK\r\nX-Content-Type-Options: nosniff\r\n"
                        "Cache-Control: no-store\r\nContent-Type: application/json\r\n"
                        "Content-Length: 2\r\n\r\n{}"));
    QVERIFY(
        bytes(httpText(HttpResponse::json(200, "{}"), false)).contains("Connection: close\r\n"));
}

void tst_HttpResponse::headHasNoBody()
{
    const QByteArray head = bytes(httpText(HttpResponse::json(200, "{}"), true, true));
    QVERIFY(head.contains("Content-Length: 2\r\n"));
    QVERIFY(head.endsWith("\r\n\r\n"));
}

void tst_HttpResponse::noContent()
{
    const QByteArray text = bytes(httpText(HttpResponse::empty(), true));
    QVERIFY(text.startsWith("HTTP/1.1 204 No Content\r\n"));
    QVERIFY(!text.contains("Content-Length"));
    QVERIFY(!text.contains("\r\nContent-Type"));
    QVERIFY(bytes(httpText(HttpResponse::empty(200), true)).contains("Content-Length: 0\r\n"));
}

void tst_HttpResponse::nothingFromOutsideBeginsALine()
{
    HttpResponse response = HttpResponse::json(200, "");
    response.headers = {{"Location", "/a\r\nSet-Cookie: a=b"},
                        {"X: y\r\nSet-Cookie", "a"},
                        {"", "a"},
                        {"Good", "value"}};
    const QByteArray text = bytes(httpText(response, true));
    QVERIFY(!text.contains("Set-Cookie"));
    QVERIFY(!text.contains("Location"));
    QVERIFY(text.contains("\r\nGood: value\r\n"));
}

void tst_HttpResponse::failureBody()
{
    const auto response
        = HttpResponse::failure({ErrorCode::NotFound, "topic \"a\" does not exist"});
    QCOMPARE(response.status, 404);
    const QByteArray expected(R"({"error":{"code":103,"name":"not_found",)"
                              R"("message":"topic \"a\" does not exist","retryable":false}})");
    QCOMPARE(bytes(response.body), expected);
    QCOMPARE(HttpResponse::failure({ErrorCode::NotImplemented, "x"}, 505).status, 505);
}

void tst_HttpResponse::failureFields_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("field");

    QTest::newRow("401") << int(ErrorCode::Unauthenticated)
                         << QByteArray("WWW-Authenticate: Bearer");
    QTest::newRow("426") << int(ErrorCode::UpgradeRequired)
                         << QByteArray("Sec-WebSocket-Version: 13");
    QTest::newRow("426 says what to")
        << int(ErrorCode::UpgradeRequired) << QByteArray("Upgrade: websocket");
    QTest::newRow("426 names the hop")
        << int(ErrorCode::UpgradeRequired) << QByteArray("Connection: upgrade, close");
}

void tst_HttpResponse::failureFields()
{
    QFETCH(int, code);
    QFETCH(QByteArray, field);

    const auto response = HttpResponse::failure({static_cast<ErrorCode>(code), "x"});
    QVERIFY(bytes(httpText(response, false)).contains("\r\n" + field + "\r\n"));
}

void tst_HttpResponse::stream()
{
    const QByteArray chunked
        = bytes(httpStreamHead(HttpResponse::stream("text/event-stream"), true));
    QVERIFY(chunked.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(chunked.contains("Transfer-Encoding: chunked\r\n"));
    QVERIFY(!chunked.contains("Content-Length"));
    const QByteArray closing
        = bytes(httpStreamHead(HttpResponse::stream("text/event-stream"), false));
    QVERIFY(closing.contains("Connection: close\r\n"));
    QVERIFY(!closing.contains("chunked"));
}

void tst_HttpResponse::dates()
{
    QCOMPARE(bytes(httpDate(fromEpochMilliseconds(784'111'777'999))),
             QByteArray("Sun, 06 Nov 1994 08:49:37 GMT"));
    QCOMPARE(bytes(httpDate(fromEpochMilliseconds(1'709'164'800'000))),
             QByteArray("Thu, 29 Feb 2024 00:00:00 GMT"));
}

QTEST_APPLESS_MAIN(tst_HttpResponse)
#include "tst_http_response.moc"
