#include <QTest>

#include "server/protocol/host_policy.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_HostPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void host_data();
    void host();
    void hostOfDefaultPort();
    void origin_data();
    void origin();
    void noOriginIsAllowedUntilListed();
    void originInOneSpelling_data();
    void originInOneSpelling();
    void fetchSite();
};

void tst_HostPolicy::host_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("allowed");

    for (const char *host : {"",
                             ":8080",
                             "localhost",
                             "localhost:80",
                             "localhost:8081",
                             "localhost:08080",
                             "localhost:8080:8080",
                             "localhost:",
                             "localhost:+8080",
                             "localhost:8080 ",
                             "localhost.:8080",
                             "localhost.evil.example:8080",
                             "evil-localhost:8080",
                             "user@localhost:8080",
                             "localhost:8080@evil.example",
                             "evil.example:8080",
                             "127.0.0.2:8080",
                             "127.1:8080",
                             "2130706433:8080",
                             "0x7f000001:8080",
                             "0.0.0.0:8080",
                             "::1:8080",
                             "[::1:8080",
                             "[::1]8080",
                             "[::]:8080",
                             "[::ffff:127.0.0.1]:8080",
                             "[0:0:0:0:0:0:0:1]:8080",
                             "127.0.0.1:73616",
                             "localhost:8080,localhost:8080",
                             "localhost:8080/",
                             "parley.example.evil:8080",
                             "\xc4\xbeocalhost:8080"})
        QTest::addRow("'%s'", host) << QByteArray(host) << false;
    QTest::newRow("zero byte") << QByteArray("localhost\0:8080", 15) << false;
    for (const char *host : {"localhost:8080", "LocalHost:8080", "127.0.0.1:8080", "[::1]:8080",
                             "parley.example:8080", "PARLEY.example:8080"})
        QTest::addRow("'%s'", host) << QByteArray(host) << true;
}

void tst_HostPolicy::host()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, allowed);

    const HostRules rules{8080, false, {"parley.example"}, {}};
    const auto ok = checkHost(host.toStdString(), rules);
    QCOMPARE(bool(ok), allowed);
    if (!ok)
        QCOMPARE(ok.error().code, ErrorCode::HostRefused);
}

void tst_HostPolicy::hostOfDefaultPort()
{
    QVERIFY(checkHost("localhost", {80, false, {}, {}}));
    QVERIFY(checkHost("localhost:80", {80, false, {}, {}}));
    QVERIFY(!checkHost("localhost", {443, false, {}, {}}));
    QVERIFY(checkHost("localhost", {443, true, {}, {}}));
    QVERIFY(!checkHost("localhost", {80, true, {}, {}}));
}

void tst_HostPolicy::origin_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");

    for (const char *origin :
         {"", "null", "https://evil.example", "http://chat.example", "https://chat.example:8443",
          "https://chat.example.evil.example", "https://evilchat.example", "https://chat.example/",
          "https://chat.example https://evil.example", "https://chat.example, https://evil.example",
          "https://user@chat.example", "https://chat.example:", "https://chat.example:0443",
          "chat.example", "//chat.example", "file://", "http://localhost:3001",
          "http://localhost:8080", "http://127.0.0.1:3000"})
        QTest::addRow("'%s'", origin) << QByteArray(origin) << false;
    for (const char *origin : {"https://chat.example", "https://chat.example:443",
                               "HTTPS://Chat.Example", "http://localhost:3000"})
        QTest::addRow("'%s'", origin) << QByteArray(origin) << true;
}

void tst_HostPolicy::origin()
{
    QFETCH(QByteArray, origin);
    QFETCH(bool, allowed);

    const HostRules rules{8080, false, {}, {"https://chat.example", "http://localhost:3000"}};
    const std::string text = origin.toStdString();
    const auto ok = checkOrigin(text, rules);
    QCOMPARE(bool(ok), allowed);
    if (!ok)
        QCOMPARE(ok.error().code, ErrorCode::OriginRefused);
}

void tst_HostPolicy::noOriginIsAllowedUntilListed()
{
    QVERIFY(checkOrigin(std::nullopt, {}));
    QVERIFY(!checkOrigin("http://localhost:8080", {}));
    // A broken entry of the list lets nobody in.
    QVERIFY(!checkOrigin("null", {8080, false, {}, {"null", "", "*"}}));
    QVERIFY(!checkOrigin("http://a", {8080, false, {}, {"null", "", "*"}}));
}

void tst_HostPolicy::originInOneSpelling_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("normal"); // "" for none

    QTest::newRow("path") << QByteArray("http://a/b") << QByteArray();
    QTest::newRow("query") << QByteArray("http://a?b") << QByteArray();
    QTest::newRow("scheme") << QByteArray("ws://a") << QByteArray();
    QTest::newRow("own port") << QByteArray("http://A:80") << QByteArray("http://a");
    QTest::newRow("other port") << QByteArray("http://a:443") << QByteArray("http://a:443");
    QTest::newRow("IPv6") << QByteArray("https://[::1]:443") << QByteArray("https://[::1]");
}

void tst_HostPolicy::originInOneSpelling()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, normal);

    QCOMPARE(bytes(normalizedOrigin(origin.toStdString()).value_or("")), normal);
}

void tst_HostPolicy::fetchSite()
{
    QVERIFY(checkFetchSite(std::nullopt));
    QVERIFY(checkFetchSite("none"));
    QVERIFY(checkFetchSite("same-origin"));
    QCOMPARE(checkFetchSite("cross-site").error().code, ErrorCode::OriginRefused);
}

QTEST_APPLESS_MAIN(tst_HostPolicy)
#include "tst_host_policy.moc"
