#include "tests/unit/webhooks/http_client_fixture.h"

#include <QNetworkProxy>

#include "tests/support/fake_endpoint/full_backlog.h"

using namespace parley;
using namespace parley::test;

// Addresses, connections and their limits. The number is the row of the webhook sheet, section 8.
class TestHttpDeliveryClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksAddresses_data();
    void blocksAddresses();
    void connectsOnlyToWhatWasVetted();
    void judgesAgainBeforeReuse();
    void doesNotFollowRedirects_data();
    void doesNotFollowRedirects();
    void ignoresTheSystemProxy();
    void failsToConnect_data();
    void failsToConnect();
    void givesUpOnNames();
    void fallsBackToTheOtherFamily();
    void reachesIpv6();
    void marksAReusedConnectionThatWasClosed();
    void keepsTwoIdleConnections();
    void looksUpAgainAfterAWhile();
    void dropsWhatIsIdleForTooLong();
    void cancels();
};

void TestHttpDeliveryClient::blocksAddresses_data()
{
    QTest::addColumn<QStringList>("addresses"); // of the name evil.example
    QTest::addColumn<AddressLevel>("level");
    using enum AddressLevel;
    const auto row = [](const char *name, const QStringList &addresses, AddressLevel level) {
        QTest::newRow(name) << addresses << level;
    };
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    row("53 loopback", {s("127.0.0.1")}, Public);
    row("53 private", {s("10.0.0.1")}, Public);
    row("53 loopback at lan", {s("127.0.0.1")}, Lan);
    row("54 public and private", {s("93.184.216.34"), s("192.168.0.1")}, Public);
    row("54 private last of many", {s("1.1.1.1"), s("8.8.8.8"), s("9.9.9.9"), s("::1")}, Public);
    row("57 v4-mapped", {s("::ffff:127.0.0.1")}, Public);
    row("57 NAT64", {s("64:ff9b::7f00:1")}, Public);
    row("57 6to4", {s("2002:7f00:1::")}, Local);
    row("61 metadata at local", {s("169.254.169.254")}, Local);
    row("61 metadata, IPv6, at local", {s("fd00:ec2::254")}, Local);
    row("0.0.0.0 at local", {s("0.0.0.0")}, Local);
}

void TestHttpDeliveryClient::blocksAddresses()
{
    QFETCH(const QStringList, addresses);
    QFETCH(const AddressLevel, level);
    FakeEndpoint endpoint;
    HttpClientFixture f;
    std::vector<std::string> list;
    for (const QString &address : addresses)
        list.push_back(address.toStdString());
    f.resolver.setAddresses("evil.example", list);
    auto request = f.request(endpoint.url("/", "evil.example"));
    request.level = level;
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(Outcome::BlockedAddress));
    QCOMPARE(endpoint.connections(), 0);
    QVERIFY(result->attempt.responseHead.empty() && result->attempt.responseBody.empty());
}

void TestHttpDeliveryClient::connectsOnlyToWhatWasVetted()
{
    FakeEndpoint good;
    HttpClientFixture f;
    // 55: the first answer is harmless, every later one is not. One lookup, one connection.
    f.resolver.addAddresses("rebind.example", {"127.0.0.1"});
    f.resolver.addAddresses("rebind.example", {"169.254.169.254"});
    auto request = f.request(good.url("/", "rebind.example"));
    const auto result = f.send(request);
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Ok));
    QCOMPARE(f.resolver.asked(), 1);
    QCOMPARE(result->attempt.address, "127.0.0.1:" + std::to_string(good.port()));
    QVERIFY(good.requests().front().contains("Host: rebind.example:"));

    request.freshConnection = true;
    const auto second = f.send(request);
    QCOMPARE(name(second->attempt.outcome), name(Outcome::BlockedAddress));
    QCOMPARE(good.requests().size(), 1);
}

void TestHttpDeliveryClient::judgesAgainBeforeReuse()
{
    FakeEndpoint endpoint;
    HttpClientFixture f;
    f.resolver.setAddresses("shared.example", {"127.0.0.1"});
    auto request = f.request(endpoint.url("/", "shared.example"));
    QCOMPARE(name(f.send(request)->attempt.outcome), name(Outcome::Ok));
    QCOMPARE(f.client.idleConnections(), std::size_t{1});
    request.level = AddressLevel::Public; // another webhook, which may not go there
    QCOMPARE(name(f.send(request)->attempt.outcome), name(Outcome::BlockedAddress));
    QCOMPARE(endpoint.requests().size(), 1);

    // 60: the broker's own port, even at the level local
    HttpClientFixture own(kShortLimits, AddressPolicy({{endpoint.port()}, {}}));
    const auto result = own.send(own.request(endpoint.url()));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::BlockedAddress));
    QCOMPARE(endpoint.connections(), 1);
}

void TestHttpDeliveryClient::doesNotFollowRedirects_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308})
        QTest::addRow("58 %d", status) << status;
}

void TestHttpDeliveryClient::doesNotFollowRedirects()
{
    QFETCH(const int, status);
    FakeEndpoint target;
    FakeEndpoint endpoint;
    endpoint.answer(
        Answer::status(status, "Location: " + QByteArray::fromStdString(target.url()) + "\r\n"));
    HttpClientFixture f;
    const auto result = f.send(f.request(endpoint.url()));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Http3xx));
    QVERIFY(result->attempt.outcomeText.find("not followed: " + target.url()) != std::string::npos);
    QCOMPARE(endpoint.requests().size(), 1); // 59: a loop is one request too
    QCOMPARE(target.connections(), 0);
}

void TestHttpDeliveryClient::ignoresTheSystemProxy()
{
    FakeEndpoint proxy;
    FakeEndpoint endpoint;
    QNetworkProxy::setApplicationProxy(
        QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), proxy.port()));
    HttpClientFixture f;
    const auto result = f.send(f.request(endpoint.url()));
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Ok));
    QCOMPARE(proxy.connections(), 0);
}

void TestHttpDeliveryClient::failsToConnect_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("27 never accepts") << QByteArray("backlog") << Outcome::TimeoutConnect;
    QTest::newRow("37 refused") << QByteArray("refused") << Outcome::ConnectionRefused;
    QTest::newRow("34 stalled handshake") << QByteArray("stall") << Outcome::TimeoutTls;
    QTest::newRow("20 plain on TLS") << QByteArray("plain") << Outcome::TlsError;
    QTest::newRow("38 RST on accept") << QByteArray("reset") << Outcome::ConnectionReset;
}

void TestHttpDeliveryClient::failsToConnect()
{
    QFETCH(const QByteArray, how);
    QFETCH(const Outcome, outcome);
    auto endpoint = std::make_unique<FakeEndpoint>();
    const FullBacklog backlog;
    HttpClientFixture f;
    auto request = f.request(endpoint->url());
    if (how == "backlog")
        request.url.port = backlog.port();
    else if (how == "refused")
        endpoint.reset();
    else if (how == "reset")
        endpoint->greet({}, Answer::Then::Reset);
    else
        request.url.secure = true;
    if (how == "plain")
        endpoint->greet("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    const auto result = f.send(std::move(request));
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(outcome));
    QVERIFY(!result->closedUnused);
    QVERIFY(!result->attempt.outcomeText.empty());
}

void TestHttpDeliveryClient::givesUpOnNames()
{
    HttpDeliveryLimits limits = kShortLimits;
    limits.lookup = 50ms;
    HttpClientFixture f(limits);
    f.resolver.stall("slow.example");
    const auto stalled = f.send(f.request("http://slow.example/"));
    QCOMPARE(name(stalled->attempt.outcome), name(Outcome::TimeoutDns)); // 35
    QVERIFY(stalled->attempt.timing.dns >= 50'000);
    QCOMPARE(f.resolver.waiting(), 0);
    const auto missing = f.send(f.request("http://missing.example/"));
    QCOMPARE(name(missing->attempt.outcome), name(Outcome::DnsError)); // 35
}

void TestHttpDeliveryClient::fallsBackToTheOtherFamily()
{
    FakeEndpoint endpoint;
    const FullBacklog deadV6(true, endpoint.port());
    HttpClientFixture f;
    f.resolver.setAddresses("dual.example", {"127.0.0.1", "::1"});
    const auto result = f.send(f.request(endpoint.url("/", "dual.example")));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Ok)); // 44
    QVERIFY(result->attempt.timing.connect >= 20'000); // IPv6 had its head start
    QCOMPARE(result->attempt.address, "127.0.0.1:" + std::to_string(endpoint.port()));

    // Refused is refused: the next address does not wait for the head start.
    FakeEndpoint v4;
    HttpDeliveryLimits slow = kShortLimits;
    slow.nextAddress = 10min;
    HttpClientFixture g(slow);
    g.resolver.setAddresses("dual.example", {"::1", "127.0.0.1"});
    QCOMPARE(name(g.send(g.request(v4.url("/", "dual.example")))->attempt.outcome),
             name(Outcome::Ok));
}

void TestHttpDeliveryClient::reachesIpv6()
{
    FakeEndpoint endpoint(QHostAddress(QHostAddress::LocalHostIPv6));
    HttpClientFixture f;
    const auto literal = f.send(f.request(endpoint.url("/", "[::1]"))); // 43
    QCOMPARE(name(literal->attempt.outcome), name(Outcome::Ok));
    QCOMPARE(literal->attempt.address, "[::1]:" + std::to_string(endpoint.port()));
    QVERIFY(endpoint.requests().front().contains("Host: [::1]:"));
    f.resolver.setAddresses("six.example", {"::1"});
    QCOMPARE(name(f.send(f.request(endpoint.url("/", "six.example")))->attempt.outcome),
             name(Outcome::Ok));
}

void TestHttpDeliveryClient::marksAReusedConnectionThatWasClosed()
{
    FakeEndpoint endpoint;
    HttpClientFixture f;
    QCOMPARE(name(f.send(f.request(endpoint.url()))->attempt.outcome), name(Outcome::Ok));
    // 41: it reads the second request on the same connection and closes without a byte.
    endpoint.answer({{}, Answer::Then::Close});
    const auto closed = f.send(f.request(endpoint.url()));
    QCOMPARE(name(closed->attempt.outcome), name(Outcome::ConnectionReset));
    QVERIFY(closed->attempt.reusedConnection);
    QVERIFY(closed->closedUnused);
    QCOMPARE(endpoint.requests().size(), 2); // the client repeats nothing by itself

    endpoint.answer(Answer::status(200));
    auto again = f.request(endpoint.url());
    again.freshConnection = true;
    const auto result = f.send(std::move(again));
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Ok));
    QVERIFY(!result->attempt.reusedConnection);
}

void TestHttpDeliveryClient::keepsTwoIdleConnections()
{
    FakeEndpoint endpoint;
    HttpClientFixture f;
    endpoint.hold();
    int done = 0;
    for (int i = 0; i < 5; ++i)
        f.client.send(f.request(endpoint.url()), [&](const HttpDeliveryResult &) { ++done; });
    QTRY_COMPARE(endpoint.requests().size(), 5);
    endpoint.release();
    QTRY_COMPARE(done, 5);
    QCOMPARE(f.client.idleConnections(), std::size_t{5}); // as long as the burst may go on
    QTRY_COMPARE(f.client.idleConnections(), std::size_t{2});
    QTRY_COMPARE(endpoint.open(), 2);
    endpoint.closeIdle();
    QTRY_COMPARE(f.client.idleConnections(), std::size_t{0});
}

void TestHttpDeliveryClient::looksUpAgainAfterAWhile()
{
    FakeEndpoint endpoint;
    HttpDeliveryLimits limits = kShortLimits;
    limits.vetted = 0ms; // at once
    HttpClientFixture f(limits);
    f.resolver.addAddresses("moving.example", {"127.0.0.1"});
    f.resolver.addAddresses("moving.example", {"127.0.0.1"});
    f.resolver.addAddresses("moving.example", {"10.0.0.1"});
    auto request = f.request(endpoint.url("/", "moving.example"));
    QVERIFY(!f.send(request)->attempt.reusedConnection);
    const auto second = f.send(request);
    QVERIFY(second->attempt.reusedConnection); // looked up again, same address
    QCOMPARE(f.resolver.asked(), 2);
    request.level = AddressLevel::Public;
    QCOMPARE(name(f.send(request)->attempt.outcome), name(Outcome::BlockedAddress));
}

void TestHttpDeliveryClient::dropsWhatIsIdleForTooLong()
{
    FakeEndpoint endpoint;
    HttpDeliveryLimits limits = kShortLimits;
    limits.idle = 1ms;
    HttpClientFixture f(limits);
    QCOMPARE(name(f.send(f.request(endpoint.url()))->attempt.outcome), name(Outcome::Ok));
    QTRY_COMPARE(f.client.idleConnections(), std::size_t{0});
    QTRY_COMPARE(endpoint.open(), 0);
}

void TestHttpDeliveryClient::cancels()
{
    FakeEndpoint endpoint;
    endpoint.hold();
    HttpClientFixture f;
    std::optional<HttpDeliveryResult> result;
    const auto id = f.client.send(f.request(endpoint.url()),
                                  [&](HttpDeliveryResult r) { result = std::move(r); });
    QTRY_COMPARE(endpoint.requests().size(), 1);
    f.client.cancel(id);
    QVERIFY(result);
    QCOMPARE(name(result->attempt.outcome), name(Outcome::Canceled));
    f.client.cancel(id); // nothing happens
    QTRY_COMPARE(endpoint.open(), 0);
}

QTEST_GUILESS_MAIN(TestHttpDeliveryClient)
#include "tst_http_delivery_client.moc"
