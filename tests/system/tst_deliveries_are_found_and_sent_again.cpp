#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "tests/support/broker_process.h"
#include "tests/support/fake_endpoint/fake_endpoint.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What webhooks sent is found by every filter, sent again by plan or with another body, exported
// without secrets, and forgotten where somebody wants that: over HTTP and by parleyd's verbs.
class TestDeliveriesAreFoundAndSentAgain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFilterNarrows_data();
    void everyFilterNarrows();
    void wrongFiltersAreTold_data();
    void wrongFiltersAreTold();
    void exportsTellNoSecret_data();
    void exportsTellNoSecret();
    void aPlanCountsAndChangesNothing();
    void aReplaySendsWhatWasPlanned();
    void aBodyIsEditedAndResent();
    void aResponseIsForgotten();
    void aSignatureIsMadeAnew();
    void retentionIsAskedAndSet();
    void theVerbsDoTheSame();
    void theAuditKnows();

private:
    HttpAnswer ask(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {})
    {
        return parley::test::ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    QJsonArray deliveries(const QByteArray &query)
    {
        return ask("GET", "/v1/deliveries?" + query).json()[u"deliveries"_s].toArray();
    }
    //! The whole answer: its end is that of the connection.
    QByteArray exported(const QByteArray &target)
    {
        RawHttp http(m_broker.port(), m_broker.ownerToken());
        http.stream().send(http.head("GET", target) + "\r\n");
        http.stream().takeThrough("nothing has this");
        return http.stream().buffered();
    }
    qsizetype count(const QByteArray &query) { return deliveries(query).size(); }
    BrokerProcess::Outcome run(QStringList words)
    {
        return BrokerProcess::run(words << u"--data"_s << m_broker.dataDirectory());
    }

    BrokerProcess m_broker;
    FakeEndpoint m_endpoint;
    QByteArray m_webhook;
    QByteArray m_secret;
};

void TestDeliveriesAreFoundAndSentAgain::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "orders"));
    const HttpAnswer hook
        = ask("POST", "/v1/webhooks",
              {{u"topic"_s, u"orders"_s},
               {u"url"_s, QString::fromStdString(m_endpoint.url())},
               {u"level"_s, u"local"_s},
               {u"schedule"_s, u"momento"_s}, // one attempt
               {u"authentication"_s,
                QJsonObject{{u"kind"_s, u"bearer"_s}, {u"secret"_s, u"hidden-bearer"_s}}}});
    QCOMPARE(hook.status, 201);
    m_webhook = hook.json()[u"webhook"_s][u"id"_s].toString().toLatin1();
    m_secret = hook.json()[u"secret"_s].toString().toLatin1();
    m_endpoint.answer(Answer::status(503, "Set-Cookie: hidden-cookie\r\n", "out of order"));
    m_endpoint.answer(Answer::status(200));
    for (const QByteArray text :
         {R"({"kind":"order","n":1})", R"({"kind":"refund","n":2})", "hola"})
        QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "orders", text).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(count("state=dead,delivered"), 3, BrokerProcess::kPatienceMs);
    QCOMPARE(count("state=dead"), 1);
}

void TestDeliveriesAreFoundAndSentAgain::everyFilterNarrows_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *query, int expected) {
        QTest::newRow(query) << QByteArray(query) << expected;
    };
    row("", 3);
    row("limit=2", 2);
    row("state=dead", 1);
    row("state=queued,sending,waiting,held", 0);
    row("reason=exhausted", 1);
    row("reason=gone", 0);
    row("status=5xx", 1);
    row("status=2xx,5xx", 3);
    row("status=none", 0);
    row("outcome=http_5xx", 1);
    row("outcome=ok,tls_error", 2);
    row("topic=orders", 3);
    row("topic=others", 0);
    row("namespace=others", 0);
    row("publisher=nobody", 0);
    row("from=2026-01-01T00:00:00Z", 3);
    row("from=2999-01-01T00:00:00.000Z", 0);
    row("to=1000", 0);
    row("text=HOLA", 1);
    row("text=out of order", 1);
    row("text=hidden-bearer", 0); // of what was kept: no credential
    row("id=msg_none", 0);
    row(R"(json={"kind":["order","refund"]})", 2);
    row(R"(json={"n":[{"numeric":[">",1]}]})", 1);
}

void TestDeliveriesAreFoundAndSentAgain::everyFilterNarrows()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, expected);
    const QByteArray encoded = QUrl::toPercentEncoding(QString::fromUtf8(query), "=&,");
    QCOMPARE(count(encoded), expected);
    QCOMPARE(count(encoded + (encoded.isEmpty() ? "" : "&") + "webhook=" + m_webhook), expected);
    QCOMPARE(count(encoded + (encoded.isEmpty() ? "" : "&") + "webhook=none"), 0);
}

void TestDeliveriesAreFoundAndSentAgain::wrongFiltersAreTold_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query :
         {"state=lost", "state=dead,", "reason=bored", "status=6xx", "status=200", "outcome=bad",
          "from=yesterday", "from=2026-02-30T00:00:00Z", "from=2026-01-01T25:00:00Z",
          "from=2026-01-01", "to=-1", "topic=a%20b", "namespace=a%2Fb", "json=x", "json={}",
          "json=%7B%22a%22%3A1%7D", "limit=0", "limit=501", "unknown=1"})
        if (QByteArray(query) != "state=dead,") // a comma at the end says nothing
            QTest::newRow(query) << QByteArray(query);
    QTest::newRow("long text") << QByteArray("text=" + QByteArray(257, 'x'));
}

void TestDeliveriesAreFoundAndSentAgain::wrongFiltersAreTold()
{
    QFETCH(const QByteArray, query);
    QCOMPARE(ask("GET", "/v1/deliveries?" + query).status, 400);
    QCOMPARE(ask("GET", "/v1/deliveries/export?" + query).status, 400);
}

void TestDeliveriesAreFoundAndSentAgain::exportsTellNoSecret_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"ndjson", "har", "curl"})
        QTest::newRow(format) << QByteArray(format);
}

void TestDeliveriesAreFoundAndSentAgain::exportsTellNoSecret()
{
    QFETCH(const QByteArray, format);
    const QByteArray target = "/v1/deliveries/export?state=dead&format=" + format;
    const QByteArray redacted = exported(target);
    QVERIFY(redacted.startsWith("HTTP/1.1 200 "));
    QVERIFY(redacted.contains("Content-Disposition: attachment"));
    QVERIFY2(redacted.contains("msg_"), redacted.constData());
    QVERIFY(!redacted.contains("token_id"));
    const QByteArray whole = exported(target + "&redact=false&signature=true");
    QVERIFY2(whole.contains("token_id"), whole.constData());
    for (const QByteArray &bytes : {redacted, whole})
        QVERIFY(!bytes.contains("hidden"));
    if (format == "har") {
        const auto json = whole.mid(whole.indexOf("\r\n\r\n") + 4);
        const auto log = QJsonDocument::fromJson(json).object()[u"log"_s];
        QCOMPARE(log[u"entries"_s][0][u"response"_s][u"status"_s].toInt(), 503);
    }
    QCOMPARE(ask("GET", "/v1/deliveries/export?format=exe").status, 400);
}

void TestDeliveriesAreFoundAndSentAgain::aPlanCountsAndChangesNothing()
{
    const HttpAnswer plan = ask("POST", "/v1/replays",
                                {{u"webhook"_s, QString::fromLatin1(m_webhook)},
                                 {u"state"_s, QJsonArray{u"dead"_s, u"delivered"_s}},
                                 {u"json"_s, QJsonObject{{u"kind"_s, QJsonArray{u"order"_s}}}}});
    QCOMPARE(plan.status, 201);
    QCOMPARE(plan.json()[u"count"_s].toInt(), 1);
    QCOMPARE(plan.json()[u"counted"_s].toBool(), true);
    QCOMPARE(plan.json()[u"state"_s].toString(), u"planned"_s);
    QCOMPARE(plan.json()[u"sample"_s].toArray().size(), 1);
    const QByteArray id = plan.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(m_endpoint.requests().size(), 3);
    QCOMPARE(ask("DELETE", "/v1/replays/" + id).status, 204);
    QCOMPARE(ask("GET", "/v1/replays/" + id).json()[u"state"_s].toString(), u"canceled"_s);
    QCOMPARE(ask("POST", "/v1/replays/" + id + "/run").status, 409);
    QCOMPARE(ask("GET", "/v1/replays/rpl_none").status, 404);
    QCOMPARE(ask("POST", "/v1/replays", {{u"state"_s, u"lost"_s}}).status, 400);
    QCOMPARE(ask("POST", "/v1/replays", {{u"limit"_s, 5}}).status, 400);
}

void TestDeliveriesAreFoundAndSentAgain::aReplaySendsWhatWasPlanned()
{
    const HttpAnswer plan = ask("POST", "/v1/replays", {{u"state"_s, QJsonArray{u"dead"_s}}});
    QCOMPARE(plan.json()[u"count"_s].toInt(), 1);
    const QByteArray id = plan.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(ask("POST", "/v1/replays/" + id + "/run").status, 202);
    QTRY_COMPARE_WITH_TIMEOUT(ask("GET", "/v1/replays/" + id).json()[u"state"_s].toString(),
                              u"done"_s, BrokerProcess::kPatienceMs);
    const QJsonObject done = ask("GET", "/v1/replays/" + id).json();
    QCOMPARE(done[u"done"_s].toInt(), 1);
    QCOMPARE(done[u"failed"_s].toInt(), 0);
    QTRY_COMPARE(count("state=dead"), 0);
    QTRY_COMPARE(count("state=delivered"), 3);
    QCOMPARE(m_endpoint.requests().size(), 4);
    QCOMPARE(ask("GET", "/v1/replays").json()[u"replays"_s].toArray().size(), 2);
}

void TestDeliveriesAreFoundAndSentAgain::aBodyIsEditedAndResent()
{
    const QByteArray id = deliveries("text=hola")[0][u"id"_s].toString().toLatin1();
    const HttpAnswer resent
        = ask("POST", "/v1/deliveries/" + id + "/resend", {{u"body"_s, u"{\"edited\":true}"_s}});
    QCOMPARE(resent.status, 201);
    const QByteArray fresh = resent.json()[u"id"_s].toString().toLatin1();
    QVERIFY(fresh.startsWith("msg_") && fresh != id);
    QTRY_COMPARE(m_endpoint.requests().size(), 5);
    QVERIFY(m_endpoint.requests().last().endsWith("\r\n\r\n{\"edited\":true}"));
    QTRY_COMPARE(count("id=" + fresh + "&state=delivered"), 1);
    QCOMPARE(count("json=%7B%22edited%22%3A%5Btrue%5D%7D"), 1);
    QCOMPARE(ask("POST", "/v1/deliveries/" + id + "/resend", {{u"body"_s, u""_s}}).status, 400);
    QCOMPARE(ask("POST", "/v1/deliveries/msg_none/resend", {{u"body"_s, u"x"_s}}).status, 404);
}

void TestDeliveriesAreFoundAndSentAgain::aResponseIsForgotten()
{
    const QByteArray id = deliveries("text=out%20of%20order")[0][u"id"_s].toString().toLatin1();
    QCOMPARE(ask("DELETE", "/v1/deliveries/" + id + "/attempts/9/response").status, 404);
    QCOMPARE(ask("DELETE", "/v1/deliveries/" + id + "/attempts/x/response").status, 400);
    QCOMPARE(ask("DELETE", "/v1/deliveries/" + id + "/attempts/1/response").status, 204);
    QCOMPARE(count("text=out%20of%20order"), 0);
    const QJsonObject attempts = ask("GET", "/v1/deliveries/" + id + "/attempts").json();
    const QJsonValue first = attempts[u"attempts"_s][0];
    QCOMPARE(first[u"httpStatus"_s].toInt(), 503);
    QCOMPARE(first[u"responseHead"_s].toString(), QString());
    QCOMPARE(first[u"responseBody"_s].toString(), QString());
}

void TestDeliveriesAreFoundAndSentAgain::aSignatureIsMadeAnew()
{
    const QByteArray id = deliveries("json={\"n\":[2]}")[0][u"id"_s].toString().toLatin1();
    const QByteArray body
        = ask("GET", "/v1/deliveries/" + id).json()[u"body"_s].toString().toUtf8();
    QVERIFY(body.contains("refund"));
    const HttpAnswer answer = ask("POST", "/v1/deliveries/" + id + "/sign");
    QCOMPARE(answer.status, 200);
    QMap<QString, QByteArray> headers;
    for (const QJsonValue &header : answer.json()[u"headers"_s].toArray())
        headers.insert(header[u"name"_s].toString(), header[u"value"_s].toString().toLatin1());
    QCOMPARE(headers[u"webhook-id"_s], id);
    const QByteArray timestamp = headers[u"webhook-timestamp"_s];
    QVERIFY(qAbs(timestamp.toLongLong() - QDateTime::currentSecsSinceEpoch()) < 60);
    const QByteArray key = QByteArray::fromBase64(m_secret.mid(6)); // "whsec_"
    const QByteArray digest = QMessageAuthenticationCode::hash(id + '.' + timestamp + '.' + body,
                                                               key, QCryptographicHash::Sha256);
    QCOMPARE(headers[u"webhook-signature"_s], "v1," + digest.toBase64());
    QVERIFY(!headers[u"momento-signature"_s].isEmpty());
    QVERIFY(!answer.body.contains(m_secret));

    const auto printed = run({u"delivery"_s, u"sign"_s, QString::fromLatin1(id)});
    QCOMPARE(printed.exitCode, 0);
    QVERIFY(printed.standardOutput.contains("webhook-signature: v1,"));
    // What proves a body is for those who may read it.
    const HttpAnswer made = ask(
        "POST", "/v1/tokens",
        {{u"label"_s, u"webhooks only"_s}, {u"admin"_s, QJsonObject{{u"webhooks"_s, u"write"_s}}}});
    QCOMPARE(made.status, 201);
    const QByteArray token = made.json()[u"secret"_s].toString().toLatin1();
    QCOMPARE(parley::test::ask(m_broker.port(), token, "POST", "/v1/deliveries/" + id + "/sign", {})
                 .status,
             403);
}

void TestDeliveriesAreFoundAndSentAgain::retentionIsAskedAndSet()
{
    const QJsonObject usual = ask("GET", "/v1/deliveries/retention").json();
    QCOMPARE(usual[u"days"_s].toInt(), 30);
    QVERIFY(usual[u"deliveries"_s].toInt() >= 3);
    QVERIFY(usual[u"bytes"_s].toInt() > 300);
    for (const QJsonObject &wrong :
         {QJsonObject{{u"days"_s, 0}}, QJsonObject{{u"days"_s, 91}}, // over failedDays
          QJsonObject{{u"failedDays"_s, 29}}, QJsonObject{{u"megabytes"_s, 15}},
          QJsonObject{{u"megabytes"_s, 1'000'001}}, QJsonObject{{u"weeks"_s, 1}}})
        QCOMPARE(ask("PUT", "/v1/deliveries/retention", wrong).status, 400);
    QCOMPARE(ask("GET", "/v1/deliveries/retention").json(), usual);
    const HttpAnswer changed = ask("PUT", "/v1/deliveries/retention", {{u"days"_s, 7}});
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.json()[u"days"_s].toInt(), 7);
    QCOMPARE(changed.json()[u"failedDays"_s].toInt(), 90);

    const auto printed = run({u"delivery"_s, u"retention"_s, u"--megabytes"_s, u"64"_s});
    QCOMPARE(printed.exitCode, 0);
    QVERIFY2(printed.standardOutput.startsWith("7 days\tfailed ones 90 days\tat most 64 MiB\t"),
             printed.standardOutput.constData());
    QCOMPARE(run({u"delivery"_s, u"retention"_s, u"--days"_s, u"0"_s}).exitCode, 1);
    QCOMPARE(run({u"delivery"_s, u"retention"_s, u"--days"_s, u"x"_s}).exitCode, 2);
}

void TestDeliveriesAreFoundAndSentAgain::theVerbsDoTheSame()
{
    const auto listed
        = run({u"delivery"_s, u"list"_s, u"--match"_s, u"{\"n\":[2]}"_s, u"--json"_s});
    QCOMPARE(listed.exitCode, 0);
    const QJsonObject one = QJsonDocument::fromJson(listed.standardOutput).object();
    QCOMPARE(one[u"state"_s].toString(), u"delivered"_s);
    const QString id = one[u"id"_s].toString();
    const auto shown = run({u"delivery"_s, u"show"_s, id});
    QVERIFY2(shown.standardOutput.contains("refund"), shown.standardOutput.constData());
    const auto attempts = run({u"delivery"_s, u"attempts"_s, id});
    QVERIFY2(attempts.standardOutput.contains("\tok\t200\t"), attempts.standardOutput.constData());

    QCOMPARE(run({u"delivery"_s, u"retry"_s, id}).exitCode, 0);
    QTRY_COMPARE(m_endpoint.requests().size(), 6);
    QTRY_COMPARE(count("id=" + id.toLatin1() + "&state=delivered"), 1);
    QCOMPARE(run({u"delivery"_s, u"cancel"_s, id}).exitCode, 1); // over already

    QTemporaryDir folder;
    QFile file(folder.filePath(u"body.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"by\":\"file\"}") > 0);
    file.close();
    const auto resent = run({u"delivery"_s, u"resend"_s, id, u"--body-file"_s, file.fileName()});
    QVERIFY(resent.exitCode == 0 && resent.standardOutput.startsWith("msg_"));
    QTRY_COMPARE(m_endpoint.requests().size(), 7);

    const auto plan = run({u"delivery"_s, u"replay"_s, u"--plan"_s, u"--status"_s, u"2xx"_s});
    QVERIFY2(plan.standardOutput.contains("\tplanned\t5 deliveries\t"),
             plan.standardOutput.constData());
    const auto replayed = run({u"delivery"_s, u"replay"_s, u"--id"_s, id});
    QVERIFY2(replayed.standardOutput.contains("\tdone\t1 deliveries\t1 queued again\t0 failed"),
             replayed.standardOutput.constData());
    QCOMPARE(replayed.exitCode, 0);
    QTRY_COMPARE(m_endpoint.requests().size(), 8);

    const auto script
        = run({u"delivery"_s, u"export"_s, u"--format"_s, u"curl"_s, u"--with-bodies"_s});
    QVERIFY(script.standardOutput.startsWith("#!/bin/sh\n"));
    QVERIFY(script.standardOutput.contains("by") && !script.standardOutput.contains("hidden"));
    for (const QStringList &wrong :
         {QStringList{u"delivery"_s}, QStringList{u"delivery"_s, u"show"_s},
          QStringList{u"delivery"_s, u"resend"_s, id},
          QStringList{u"delivery"_s, u"list"_s, u"--from"_s, u"soon"_s}})
        QCOMPARE(run(wrong).exitCode, 2);
}

void TestDeliveriesAreFoundAndSentAgain::theAuditKnows()
{
    for (const QByteArray action :
         {"deliveries.replayed", "delivery.resent", "attempt.response_forgotten",
          "delivery.retried", "replay.canceled"}) {
        const auto entries
            = ask("GET", "/v1/audit?action=" + action).json()[u"entries"_s].toArray();
        QVERIFY2(!entries.isEmpty(), action.constData());
        QVERIFY(!QJsonDocument(entries).toJson().contains("edited"));
    }
}

QTEST_GUILESS_MAIN(TestDeliveriesAreFoundAndSentAgain)
#include "tst_deliveries_are_found_and_sent_again.moc"
