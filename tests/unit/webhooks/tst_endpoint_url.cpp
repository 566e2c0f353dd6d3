#include <QTest>

#include "server/webhooks/endpoint_url.h"

using namespace parley;

namespace {

std::string_view view(const QByteArray &bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class TestEndpointUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void reads_data();
    void reads();
    void seesThroughOddSpellings_data();
    void seesThroughOddSpellings();
    void checksAtSave_data();
    void checksAtSave();
};

void TestEndpointUrl::refuses_data()
{
    QTest::addColumn<QByteArray>("url");
    const auto row
        = [](const char *name, QByteArray url) { QTest::newRow(name) << std::move(url); };
    row("empty", "");
    row("too long", "http://a/" + QByteArray(2048, 'x'));
    row("no scheme", "example.org/hook");
    row("file", "file:///etc/passwd");
    row("ftp", "ftp://example.org/");
    row("gopher", "gopher://example.org:70/_x");
    row("javascript", "javascript:alert(1)");
    row("line feed", "http://example.org/\nX-Evil: 1");
    row("carriage return", "http://example.org/\r");
    row("NUL", QByteArray("http://example.org/\0x", 21));
    row("space", "http://example.org/a b");
    row("tab in host", "http://exam\tple.org/");
    row("backslash", "http://example.org\\@evil.example/");
    row("user", "http://user@example.org/");
    row("user and password", "http://user:pw@example.org/");
    row("empty user", "http://@example.org/");
    row("two at signs", "http://a@b@example.org/");
    row("no host", "http:///path");
    row("only port", "http://:80/");
    row("port 0", "http://example.org:0/");
    row("port 65536", "http://example.org:65536/");
    row("port is a word", "http://example.org:http/");
    row("negative port", "http://example.org:-1/");
    row("fragment", "http://example.org/#x");
    row("empty label", "http://a..b/");
    row("leading dot", "http://.example.org/");
    row("two trailing dots", "http://example.org../");
    row("only a dot", "http://./");
    row("scope id", "http://[fe80::1%25eth0]/");
    row("unclosed bracket", "http://[::1/");
    row("address of five parts", "http://[1.2.3.4.5]/");
    row("percent in host", "http://exa%6dple.org%00/");
    row("bad UTF-8", "http://example.org/\xff");
}

void TestEndpointUrl::refuses()
{
    QFETCH(const QByteArray, url);
    const auto endpoint = EndpointUrl::parse(view(url));
    QVERIFY2(!endpoint, endpoint ? endpoint->host.c_str() : "");
    QCOMPARE(endpoint.error().code, ErrorCode::InvalidArgument);
}

void TestEndpointUrl::reads_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("secure");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("authority");
    const auto row = [](const char *url, bool secure, const char *host, int port,
                        const char *target, const char *authority) {
        QTest::newRow(url) << QByteArray(url) << secure << QByteArray(host) << port
                           << QByteArray(target) << QByteArray(authority);
    };
    row("http://example.org", false, "example.org", 80, "/", "example.org");
    row("https://Example.ORG:443/A?b=c%20d", true, "example.org", 443, "/A?b=c%20d", "example.org");
    row("https://example.org:8443/?", true, "example.org", 8443, "/?", "example.org:8443");
    row("http://example.org./x", false, "example.org", 80, "/x", "example.org");
    row("http://[2606:4700::1111]:8080/", false, "2606:4700::1111", 8080, "/",
        "[2606:4700::1111]:8080");
    row("http://日本.example/あ?q=い", false, "xn--wgv71a.example", 80, "/%E3%81%82?q=%E3%81%84",
        "xn--wgv71a.example");
    row("http://my_host/%0d%0aX:1", false, "my_host", 80, "/%0D%0AX:1", "my_host");
}

void TestEndpointUrl::reads()
{
    QFETCH(const QByteArray, url);
    const auto endpoint = EndpointUrl::parse(view(url));
    QVERIFY2(endpoint, endpoint ? "" : endpoint.error().message.c_str());
    QTEST(endpoint->secure, "secure");
    QTEST(QByteArray::fromStdString(endpoint->host), "host");
    QTEST(static_cast<int>(endpoint->port), "port");
    QTEST(QByteArray::fromStdString(endpoint->target), "target");
    QTEST(QByteArray::fromStdString(endpoint->authority()), "authority");
}

void TestEndpointUrl::seesThroughOddSpellings_data()
{
    QTest::addColumn<QByteArray>("url");
    for (const char *host :
         {"127.0.0.1", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "0x7f000001", "127.0.0.1.",
          "127.1.", "2130706433.", "①②⑦.0.0.1", "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[::1]",
          "[64:ff9b::127.0.0.1]", "localhost", "localhost.", "LOCALHOST", "a.localhost",
          "a.localhost."})
        QTest::newRow(host) << QByteArray("http://") + host + "/";
}

void TestEndpointUrl::seesThroughOddSpellings()
{
    QFETCH(const QByteArray, url);
    const AddressPolicy policy;
    QVERIFY(!checkWebhookUrl(view(url), AddressLevel::Public, policy));
    QVERIFY(!checkWebhookUrl(view(url), AddressLevel::Lan, policy));
    const auto local = checkWebhookUrl(view(url), AddressLevel::Local, policy);
    QVERIFY2(local, local ? "" : local.error().message.c_str());
}

void TestEndpointUrl::checksAtSave_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("fits");
    const auto row
        = [](const char *url, bool fits) { QTest::newRow(url) << QByteArray(url) << fits; };
    row("https://example.org/hook", true);
    row("http://example.org:22/", false);
    row("http://example.org:8080/", true);
    row("http://169.254.169.254/latest/meta-data", false);
    row("http://10.1.2.3/", false);
    row("function:room", true);
    row("function:my-function-2", true);
    row("function:", false);
    row("function:Room", false);
    row("function:a b", false);
    row("function:../x", false);
    row("functions:room", false);
}

void TestEndpointUrl::checksAtSave()
{
    QFETCH(const QByteArray, url);
    QFETCH(const bool, fits);
    QCOMPARE(bool(checkWebhookUrl(view(url), AddressLevel::Public, AddressPolicy())), fits);
}

QTEST_APPLESS_MAIN(TestEndpointUrl)
#include "tst_endpoint_url.moc"
