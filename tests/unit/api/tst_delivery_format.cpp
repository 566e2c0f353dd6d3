#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include "server/api/curl_script.h"
#include "server/api/delivery_format.h"
#include "server/api/exported_head.h"

using namespace Qt::StringLiterals;
using namespace parley;

class TestDeliveryFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownFormatsAreRefused();
    void headsAreMasked_data();
    void headsAreMasked();
    void headsSurviveAnything_data();
    void headsSurviveAnything();
    void wordsComeThroughAShell_data();
    void wordsComeThroughAShell();
    void linesHoldEverything();
    void anArchiveIsJson();
    void aScriptRepeatsTheLastRequest();
    void noFormatTellsASecret_data();
    void noFormatTellsASecret();
};

namespace {

ExportedDelivery exported(bool redact)
{
    ExportedDelivery out{.delivery
                         = {.id = "msg_1",
                            .webhookId = "whk_1",
                            .key = {NamespaceName::standard(), *TopicName::parse("friends")}},
                         .redact = redact};
    out.delivery.state = DeliveryState::Dead;
    out.delivery.reason = DeadReason::Exhausted;
    out.delivery.attempts = 2;
    out.delivery.body = R"({"text":"it's こんにちは"})";
    Attempt attempt;
    attempt.deliveryId = "msg_1";
    attempt.startedAt = fromEpochMilliseconds(1'732'320'000'123);
    attempt.outcome = Outcome::Http5xx;
    attempt.httpStatus = 503;
    attempt.address = "[2001:db8::1]:443";
    attempt.tls = "TLSv1.3";
    attempt.timing = {1000, 2000, 3000, 40, 5000, 600, 11640};
    attempt.requestHead = "POST /hook?key=hidden-target HTTP/1.1\r\nHost: example.org\r\n"
                          "Content-Length: 10\r\nAuthorization: Bearer hidden-1\r\n"
                          "X-Env: hidden-custom\r\nContent-Type: application/json\r\n"
                          "webhook-id: msg_1\r\nwebhook-signature: v1,abc\r\n\r\n";
    attempt.responseHead
        = "HTTP/1.1 503 Service Unavailable\r\nSet-Cookie: hidden-2\r\nRetry-After: 5\r\n"
          "Content-Type: text/plain\r\n\r\n";
    attempt.responseBody = "hidden-response";
    attempt.responseBytes = 15;
    out.attempts = {attempt, attempt};
    out.attempts[1].number = 2;
    return out;
}

QByteArray written(const char *format, bool redact, bool signature = false)
{
    auto made = DeliveryFormat::of(format, signature);
    const ExportedDelivery one = exported(redact);
    std::string text = (*made)->begin();
    text += (*made)->piece(one);
    text += (*made)->piece(one);
    text += (*made)->end();
    return QByteArray::fromStdString(text);
}

} // namespace

void TestDeliveryFormat::unknownFormatsAreRefused()
{
    for (const char *name : {"", "csv", "NDJSON", "har "})
        QVERIFY(!DeliveryFormat::of(name, false));
}

void TestDeliveryFormat::headsAreMasked_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("redact");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *line, bool redact, const char *shown) {
        QTest::addRow("%s%s", line, redact ? ", redacted" : "")
            << QByteArray(line) << redact << QByteArray(shown);
    };
    row("Authorization: Basic eA==", false, "Authorization: ***");
    row("authorization:eA==", true, "authorization: ***");
    row("COOKIE: a", false, "COOKIE: ***");
    row("Set-Cookie: a", false, "Set-Cookie: ***");
    row("X-Api-Key: a", false, "X-Api-Key: ***");
    row("X-Amz-Security-Token: a", false, "X-Amz-Security-Token: ***");
    row("X-Env: prod", false, "X-Env: prod");
    row("X-Env: prod", true, "X-Env: ***");
    row("Content-Type: a/b", true, "Content-Type: a/b");
    row("webhook-signature: v1,a v1,b", true, "webhook-signature: v1,a v1,b");
    row("Location: http://a/?b", true, "Location: ***");
}

void TestDeliveryFormat::headsAreMasked()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, redact);
    QFETCH(QByteArray, shown);
    const auto head = ExportedHead::from("POST /a?b=c HTTP/1.1\r\n" + line.toStdString(), redact);
    const QByteArray target = redact ? "/a?***" : "/a?b=c";
    QCOMPARE(QByteArray::fromStdString(head.text()),
             "POST " + target + " HTTP/1.1\r\n" + shown + "\r\n\r\n");
}

void TestDeliveryFormat::headsSurviveAnything_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a line break") << QByteArray("\r\n");
    QTest::newRow("half a line break") << QByteArray("POST\r");
    QTest::newRow("no colon") << QByteArray("POST / HTTP/1.1\r\nabc\r\n\r\n");
    QTest::newRow("a colon") << QByteArray(":\r\n:\r\n:");
    QTest::newRow("a question mark") << QByteArray("?");
    QTest::newRow("NUL") << QByteArray("a\0b\r\nc\0: d", 11);
}

void TestDeliveryFormat::headsSurviveAnything()
{
    QFETCH(QByteArray, bytes);
    for (const bool redact : {false, true}) {
        const auto head = ExportedHead::from(bytes.toStdString(), redact);
        QCOMPARE(head.status(), 0);
        QVERIFY(head.text().size() <= std::size_t(bytes.size()) + 20);
    }
    ExportedDelivery odd = exported(false);
    odd.attempts[0].requestHead = odd.attempts[0].responseHead = bytes.toStdString();
    odd.attempts[0].responseBody = "\xff";
    for (const char *format : {"ndjson", "har", "curl"}) {
        const auto made = DeliveryFormat::of(format, true);
        QVERIFY(!(*made)->piece(odd).empty());
    }
}

void TestDeliveryFormat::wordsComeThroughAShell_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char *word : {"", "a", "it's", "''", "$(id)", "`id`", "\"a\" \\ !b", "a\nb", "-x",
                             "\xe3\x81\x93", "\\'", "*?[a]{b,c}~"})
        QTest::newRow(word) << QByteArray(word);
}

void TestDeliveryFormat::wordsComeThroughAShell()
{
    QFETCH(QByteArray, word);
    QProcess shell;
    const QByteArray script
        = "printf '[%s]' " + QByteArray::fromStdString(shellQuoted(word.toStdString()));
    shell.start(u"/bin/sh"_s, {u"-c"_s, QString::fromUtf8(script)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput(), '[' + word + ']');
}

void TestDeliveryFormat::linesHoldEverything()
{
    const QByteArray text = written("ndjson", false);
    QCOMPARE(text.count('\n'), 2);
    const auto line = QJsonDocument::fromJson(text.left(text.indexOf('\n'))).object();
    QCOMPARE(line[u"delivery"_s][u"body"_s].toString(), u"{\"text\":\"it's こんにちは\"}"_s);
    QCOMPARE(line[u"attempts"_s].toArray().size(), 2);
    QCOMPARE(line[u"attempts"_s][1][u"responseBody"_s].toString(), u"hidden-response"_s);
}

void TestDeliveryFormat::anArchiveIsJson()
{
    const auto log = QJsonDocument::fromJson(written("har", false)).object()[u"log"_s].toObject();
    QCOMPARE(log[u"version"_s].toString(), u"1.2"_s);
    QCOMPARE(log[u"entries"_s].toArray().size(), 4);
    const QJsonObject entry = log[u"entries"_s][0].toObject();
    QCOMPARE(entry[u"startedDateTime"_s].toString(), u"2024-11-23T00:00:00.123Z"_s);
    QCOMPARE(entry[u"time"_s].toDouble(), 11.64);
    const QJsonObject request = entry[u"request"_s].toObject();
    QCOMPARE(request[u"url"_s].toString(), u"https://example.org/hook?key=hidden-target"_s);
    QCOMPARE(request[u"postData"_s][u"mimeType"_s].toString(), u"application/json"_s);
    const QJsonObject response = entry[u"response"_s].toObject();
    QCOMPARE(response[u"status"_s].toInt(), 503);
    QCOMPARE(response[u"statusText"_s].toString(), u"Service Unavailable"_s);
    QCOMPARE(response[u"content"_s][u"text"_s].toString(), u"hidden-response"_s);
    const QJsonObject timings = entry[u"timings"_s].toObject();
    QCOMPARE(timings[u"connect"_s].toDouble(), 5.0);
    QCOMPARE(timings[u"ssl"_s].toDouble(), 3.0);
    QCOMPARE(entry[u"serverIPAddress"_s].toString(), u"[2001:db8::1]"_s);
    for (const char *member : {"cookies", "headers", "queryString"})
        QVERIFY(request[QLatin1String(member)].isArray());
}

void TestDeliveryFormat::aScriptRepeatsTheLastRequest()
{
    const QByteArray script = written("curl", false);
    QCOMPARE(script.count("\ncurl "), 2);
    QVERIFY(script.startsWith("#!/bin/sh\n"));
    QVERIFY(script.contains("--request POST 'https://example.org/hook?key=hidden-target'"));
    QVERIFY(script.contains("--header 'X-Env: hidden-custom'"));
    QVERIFY(script.contains(R"(--data-raw '{"text":"it'\''s こんにちは"}')"));
    for (const char *absent : {"webhook-", "Authorization", "Host:", "Content-Length"})
        QVERIFY2(!script.contains(absent), absent);
    QVERIFY(written("curl", false, true).contains("--header 'webhook-signature: v1,abc'"));
    QProcess shell; // it is one that a shell reads to its end
    shell.start(u"/bin/sh"_s, {u"-n"_s});
    shell.write(script);
    shell.closeWriteChannel();
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitCode(), 0);
}

void TestDeliveryFormat::noFormatTellsASecret_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"ndjson", "har", "curl"})
        QTest::newRow(format) << QByteArray(format);
}

void TestDeliveryFormat::noFormatTellsASecret()
{
    QFETCH(QByteArray, format);
    const QByteArray open = written(format.constData(), false, true);
    QVERIFY(!open.contains("hidden-1") && !open.contains("hidden-2"));
    QVERIFY(open.contains("こんにちは"));
    const QByteArray redacted = written(format.constData(), true, true);
    QVERIFY2(!redacted.contains("hidden") && !redacted.contains("こんにちは"),
             redacted.constData());
    QVERIFY(redacted.contains("msg_1"));
}

QTEST_GUILESS_MAIN(TestDeliveryFormat)
#include "tst_delivery_format.moc"
