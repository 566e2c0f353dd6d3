#include <QTest>

#include "tests/support/broker_process.h"
#include "tests/support/raw_http.h"

using namespace Qt::StringLiterals;
using namespace parley::test;

// What a browser asks before it lets a page of another origin send something, and what it looks at
// before it lets the page see the answer.
class TestWebPagesShareOnlyData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatAPageMayNotAsk_data();
    void whatAPageMayNotAsk();
    void aListedPageMayAskForData_data();
    void aListedPageMayAskForData();
    void aListedPageSeesAnswersAndErrors();
    void otherSitesAdministerNothing();

private:
    HttpAnswer preflight(const QByteArray &origin, const QByteArray &method,
                         const QByteArray &target)
    {
        return RawHttp(m_broker.port())
            .request("OPTIONS", target, {},
                     "Origin: " + origin + "\r\nAccess-Control-Request-Method: " + method
                         + "\r\nAccess-Control-Request-Headers: authorization\r\n");
    }

    BrokerProcess m_broker;
};

namespace {

constexpr auto kListed = "https://chat.example";

} // namespace

void TestWebPagesShareOnlyData::initTestCase()
{
    QVERIFY2(m_broker.start({u"--allow-origin"_s, QString::fromLatin1(kListed)}),
             m_broker.complaint().constData());
    QVERIFY(makeTopic(m_broker.port(), m_broker.ownerToken(), "weather"));
}

void TestWebPagesShareOnlyData::whatAPageMayNotAsk_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *origin, const char *method,
                        const char *target, int status) {
        QTest::newRow(name) << QByteArray(origin) << QByteArray(method) << QByteArray(target)
                            << status;
    };
    row("another origin", "https://evil.example", "POST", "/v1/publish/default/weather", 403);
    row("no origin", "null", "POST", "/v1/publish/default/weather", 403);
    row("one that begins alike", "https://chat.example.evil", "POST", "/v1/publish/default/weather",
        403);
    row("tokens", kListed, "GET", "/v1/tokens", 405);
    row("a new token", kListed, "POST", "/v1/tokens", 405);
    row("a topic's end", kListed, "DELETE", "/v1/topics/default/weather", 405);
    row("the socket", kListed, "GET", "/v1/socket", 405);
    row("a method that the route has not", kListed, "DELETE", "/v1/publish/default/weather", 405);
    row("no route", kListed, "GET", "/v1/nothing", 404);
}

void TestWebPagesShareOnlyData::whatAPageMayNotAsk()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    const HttpAnswer answer = preflight(origin, method, target);
    QCOMPARE(answer.status, status);
    QVERIFY2(!answer.head.contains("Access-Control-"), answer.head.constData());
}

void TestWebPagesShareOnlyData::aListedPageMayAskForData_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("publish") << QByteArray("POST") << QByteArray("/v1/publish/default/weather");
    QTest::newRow("history") << QByteArray("GET") << QByteArray("/v1/history/default/weather");
    QTest::newRow("events") << QByteArray("GET") << QByteArray("/v1/subscribe/default/weather");
}

void TestWebPagesShareOnlyData::aListedPageMayAskForData()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    const HttpAnswer answer = preflight(kListed, method, target);
    QCOMPARE(answer.status, 204);
    QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray(kListed));
    QCOMPARE(answer.field("Vary"), QByteArray("Origin"));
    QVERIFY(answer.field("Access-Control-Allow-Headers").contains("Authorization"));
    QVERIFY(answer.field("Access-Control-Allow-Credentials").isEmpty());
}

void TestWebPagesShareOnlyData::aListedPageSeesAnswersAndErrors()
{
    const QByteArray fields
        = "Origin: " + QByteArray(kListed) + "\r\nSec-Fetch-Site: cross-site\r\n";
    RawHttp http(m_broker.port(), m_broker.ownerToken());
    for (const auto &[target, status] :
         {std::pair("/v1/publish/default/weather", 200), {"/v1/publish/default/nowhere", 404}}) {
        const HttpAnswer answer = http.request("POST", target, "Rain", fields);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("Access-Control-Allow-Origin"), QByteArray(kListed));
    }
    const HttpAnswer stranger
        = RawHttp(m_broker.port()).request("POST", "/v1/publish/default/weather", "Rain", fields);
    QCOMPARE(stranger.status, 401);
    QCOMPARE(stranger.field("Access-Control-Allow-Origin"), QByteArray(kListed));
}

void TestWebPagesShareOnlyData::otherSitesAdministerNothing()
{
    const QByteArray crossSite = "Sec-Fetch-Site: cross-site\r\n";
    const QByteArray fromListed = "Origin: " + QByteArray(kListed) + "\r\n" + crossSite;
    for (const QByteArray &fields : {crossSite, fromListed}) {
        const HttpAnswer answer = RawHttp(m_broker.port(), m_broker.ownerToken())
                                      .request("DELETE", "/v1/topics/default/weather", {}, fields);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.errorName(), u"origin_refused"_s);
    }
}

QTEST_GUILESS_MAIN(TestWebPagesShareOnlyData)
#include "tst_web_pages_share_only_data.moc"
