#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>
#include <QUrl>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// The endpoint that answers as it is told: retries and time limits are seen without a server.
class TestTheInspectorShowsWhatArrives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatCannotBeAnsweredIsRefused_data();
    void whatCannotBeAnsweredIsRefused();
    void nobodyListensBeforeItIsTurnedOn();
    void itAnswersAsItIsTold();
    void hostileRequests_data();
    void hostileRequests();
    void itWaitsAsLongAsItIsTold();
    void onlyTheNewestAreKept();
    void aWebhookAndItsRetryAreSeen();
    void itIsWhereItWasAfterARestart();
    void theBrokerStopsWhileAnswersWait();

private:
    HttpAnswer owner(const QByteArray &method, const QByteArray &target,
                     const QJsonObject &body = {})
    {
        return ask(m_broker.port(), m_broker.ownerToken(), method, target, body);
    }
    HttpAnswer set(const QJsonObject &settings) { return owner("PUT", "/v1/inspector", settings); }
    QJsonArray requests()
    {
        return owner("GET", "/v1/inspector/requests").json()[u"requests"].toArray();
    }

    BrokerProcess m_broker;
    quint16 m_port = 0; // the inspector's
};

namespace {

QString header(const QJsonValue &request, const QString &name)
{
    for (const auto &one : request[u"headers"].toArray())
        if (one[u"name"].toString() == name)
            return one[u"value"].toString();
    return {};
}

QJsonObject headers(const QString &name, const QString &value)
{
    return {{u"headers"_s, QJsonArray{QJsonObject{{u"name"_s, name}, {u"value"_s, value}}}}};
}

} // namespace

void TestTheInspectorShowsWhatArrives::initTestCase()
{
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
}

void TestTheInspectorShowsWhatArrives::whatCannotBeAnsweredIsRefused_data()
{
    QTest::addColumn<QJsonObject>("settings");

    QTest::newRow("status 100") << QJsonObject{{u"status"_s, 100}};
    QTest::newRow("status 600") << QJsonObject{{u"status"_s, 600}};
    QTest::newRow("status as text") << QJsonObject{{u"status"_s, u"200"_s}};
    QTest::newRow("an hour") << QJsonObject{{u"delayMilliseconds"_s, 3'600'000}};
    QTest::newRow("before it came") << QJsonObject{{u"delayMilliseconds"_s, -1}};
    QTest::newRow("a port") << QJsonObject{{u"port"_s, 1}};
    QTest::newRow("a line end in a header") << headers(u"x"_s, u"a\r\nb: c"_s);
    QTest::newRow("a header without a name") << headers(u""_s, u"a"_s);
    QTest::newRow("a name with a space") << headers(u"a b"_s, u"a"_s);
    QTest::newRow("Content-Length") << headers(u"Content-Length"_s, u"1"_s);
    QTest::newRow("Transfer-Encoding") << headers(u"transfer-encoding"_s, u"chunked"_s);
    QTest::newRow("a long header") << headers(u"x"_s, QString(5000, u'x'));
    QTest::newRow("a long body") << QJsonObject{{u"body"_s, QString(262'145, u'x')}};
}

void TestTheInspectorShowsWhatArrives::whatCannotBeAnsweredIsRefused()
{
    QFETCH(QJsonObject, settings);
    QCOMPARE(set(settings).status, 400);
    QCOMPARE(owner("GET", "/v1/inspector").json(),
             (QJsonObject{{u"on"_s, false},
                          {u"status"_s, 200},
                          {u"delayMilliseconds"_s, 0},
                          {u"headers"_s, QJsonArray{}},
                          {u"body"_s, u""_s},
                          {u"address"_s, u""_s}}));
}

void TestTheInspectorShowsWhatArrives::nobodyListensBeforeItIsTurnedOn()
{
    QCOMPARE(set({{u"status"_s, 201}}).json()[u"address"].toString(), QString());
    const QUrl address(set({{u"on"_s, true}}).json()[u"address"].toString());
    QCOMPARE(address.host(), u"127.0.0.1"_s);
    QVERIFY(address.port() > 0 && address.port() != m_broker.port());
    m_port = quint16(address.port());
}

void TestTheInspectorShowsWhatArrives::itAnswersAsItIsTold()
{
    QJsonObject settings = headers(u"Retry-After"_s, u"7"_s);
    settings[u"status"] = 503;
    settings[u"body"] = u"not ñow"_s;
    QCOMPARE(set(settings).status, 200);
    RawHttp client(m_port);
    const HttpAnswer answer = client.request("PUT", "/any/where?x=1", "\xff\x01 bytes",
                                             "Authorization: Bearer secret-of-somebody\r\n"
                                             "X-Mine: ñ\r\n");
    QCOMPARE(answer.status, 503);
    QCOMPARE(answer.field("Retry-After"), QByteArray("7"));
    QCOMPARE(answer.body, QByteArray("not ñow"));
    const QJsonArray all = requests();
    QCOMPARE(all.size(), 1);
    QCOMPARE(all[0][u"method"].toString(), u"PUT"_s);
    QCOMPARE(all[0][u"target"].toString(), u"/any/where?x=1"_s);
    QCOMPARE(header(all[0], u"x-mine"_s), u"ñ"_s);
    QCOMPARE(header(all[0], u"authorization"_s), u"Bearer (18 characters)"_s);
    QCOMPARE(QByteArray::fromBase64(all[0][u"bodyBase64"].toString().toLatin1()),
             QByteArray("\xff\x01 bytes"));
    QCOMPARE(all[0][u"status"].toInt(), 503);
    QVERIFY(all[0][u"answeredAt"].toInteger() > 0);
    QCOMPARE(set({{u"status"_s, 204}}).status, 200); // has no body, whatever is set
    QCOMPARE(client.request("GET", "/").body, QByteArray());
    QCOMPARE(set({{u"on"_s, false}}).status, 200);
    QCOMPARE(client.request("GET", "/").status, 503);
    QCOMPARE(requests().size(), 2);
    QCOMPARE(owner("DELETE", "/v1/inspector/requests").status, 204);
    QVERIFY(requests().isEmpty());
}

void TestTheInspectorShowsWhatArrives::hostileRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");

    const QByteArray host = "Host: 127.0.0.1:PORT\r\n";
    QTest::newRow("no HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("another host's name")
        << QByteArray("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n") << 421;
    QTest::newRow("a page in a browser") << "POST / HTTP/1.1\r\n" + host
            + "Origin: https://evil.example\r\nContent-Length: 0\r\n\r\n"
                                         << 403;
    QTest::newRow("two lengths") << "POST / HTTP/1.1\r\n" + host
            + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"
                                 << 400;
    QTest::newRow("longer than a webhook's body") << "POST / HTTP/1.1\r\n" + host
            + "Content-Length: 1048577\r\n\r\n" << 413;
    QTest::newRow("many headers") << "GET / HTTP/1.1\r\n" + host
            + QByteArray("a: b\r\n").repeated(200)
            + "\r\n" << 431;
}

void TestTheInspectorShowsWhatArrives::hostileRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QCOMPARE(set({{u"on"_s, true}}).status, 200);
    RawHttp client(m_port);
    const HttpAnswer answer = client.say(bytes.replace("PORT", QByteArray::number(m_port)));
    QVERIFY2(answer.status == status, answer.head.constData());
    QVERIFY(requests().isEmpty());
}

void TestTheInspectorShowsWhatArrives::itWaitsAsLongAsItIsTold()
{
    QCOMPARE(set({{u"on"_s, true}, {u"status"_s, 200}, {u"delayMilliseconds"_s, 300}}).status, 200);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(RawHttp(m_port).request("GET", "/").status, 200);
    QVERIFY2(timer.elapsed() >= 299, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(set({{u"delayMilliseconds"_s, 60'000}}).status, 200);
    {
        RawHttp impatient(m_port);
        impatient.stream().send(impatient.head("GET", "/gone") + "\r\n");
        QTRY_COMPARE(requests().size(), 2);
    }
    QVERIFY(requests()[0][u"answeredAt"].isNull());
    QVERIFY(requests()[1][u"answeredAt"].toInteger() > 0);
    QCOMPARE(set({{u"delayMilliseconds"_s, 0}}).status, 200);
}

void TestTheInspectorShowsWhatArrives::onlyTheNewestAreKept()
{
    RawHttp client(m_port);
    const QByteArray body(100'000, 'x'); // 64 KiB of each are kept, 8 MiB of all
    for (int i = 0; i < 200; ++i)
        QCOMPARE(client.request("POST", "/" + QByteArray::number(i), body).status, 200);
    const QJsonArray all
        = owner("GET", "/v1/inspector/requests?limit=500").json()[u"requests"].toArray();
    QVERIFY2(all.size() > 100 && all.size() < 130, qPrintable(QString::number(all.size())));
    QCOMPARE(all[0][u"target"].toString(), u"/199"_s);
    QCOMPARE(all[0][u"bodyBytes"].toInt(), 100'000);
    QCOMPARE(all[0][u"body"].toString().size(), 65'536);
    const QByteArray third = QByteArray::number(all[2][u"id"].toInteger());
    const QJsonArray page = owner("GET", "/v1/inspector/requests?limit=1&before=" + third)
                                .json()[u"requests"]
                                .toArray();
    QCOMPARE(page.size(), 1);
    QCOMPARE(page[0][u"target"].toString(), u"/196"_s);
    for (const QByteArray bad : {"limit=0", "limit=501", "limit=x", "before=-1", "other=1"})
        QCOMPARE(owner("GET", "/v1/inspector/requests?" + bad).status, 400);
}

void TestTheInspectorShowsWhatArrives::aWebhookAndItsRetryAreSeen()
{
    QCOMPARE(owner("DELETE", "/v1/inspector/requests").status, 204);
    QCOMPARE(set({{u"status"_s, 500}}).status, 200);
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "in"));
    const QString url = u"http://127.0.0.1:%1/hook"_s.arg(m_port);
    QCOMPARE(owner("POST", "/v1/webhooks",
                   {{u"name"_s, u"look"_s},
                    {u"topic"_s, u"in"_s},
                    {u"url"_s, url},
                    {u"level"_s, u"local"_s},
                    {u"schedule"_s, u"chat"_s}})
                 .status,
             201);
    QCOMPARE(publishText(m_broker.port(), m_broker.ownerToken(), "in", "hello").status, 200);
    QTRY_COMPARE(requests().size(), 1);
    QCOMPARE(set({{u"status"_s, 200}}).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(requests().size(), 2, 15'000);
    const QJsonArray all = requests();
    QCOMPARE(header(all[0], u"webhook-attempt"_s), u"2"_s);
    QCOMPARE(header(all[0], u"webhook-id"_s), header(all[1], u"webhook-id"_s));
    QCOMPARE(all[0][u"body"], all[1][u"body"]);
    QVERIFY(all[0][u"body"].toString().contains(u"hello"_s));
}

void TestTheInspectorShowsWhatArrives::itIsWhereItWasAfterARestart()
{
    const QJsonObject before = owner("GET", "/v1/inspector").json();
    QVERIFY(m_broker.terminate());
    QVERIFY2(m_broker.start(), m_broker.complaint().constData());
    QCOMPARE(owner("GET", "/v1/inspector").json(), before);
    QVERIFY(requests().isEmpty()); // what came is not kept
    QCOMPARE(RawHttp(m_port).request("GET", "/").status, 200);
}

void TestTheInspectorShowsWhatArrives::theBrokerStopsWhileAnswersWait()
{
    QCOMPARE(set({{u"delayMilliseconds"_s, 60'000}}).status, 200);
    RawHttp waiting(m_port);
    waiting.stream().send(waiting.head("GET", "/") + "\r\n");
    QTRY_COMPARE(requests().size(), 2);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(m_broker.terminate());
    QVERIFY(timer.elapsed() < 10'000);
}

QTEST_GUILESS_MAIN(TestTheInspectorShowsWhatArrives)
#include "tst_the_inspector_shows_what_arrives.moc"
