#include <QTest>

#include "server/types/listen_address.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_ListenAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void takesAnotherPort();
};

void tst_ListenAddress::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("empty", "");
    row("colon", ":");
    row("port alone", ":8443");
    row("address alone", "192.168.1.5");
    row("no port", "192.168.1.5:");
    row("port too large", "192.168.1.5:65536");
    row("negative port", "192.168.1.5:-1");
    row("port with plus", "192.168.1.5:+1");
    row("port with space", "192.168.1.5: 8443");
    row("port with leading zero", "192.168.1.5:08443");
    row("port in hex", "192.168.1.5:0x50");
    row("service name", "192.168.1.5:https");
    row("name", "localhost:8443");
    row("star", "*:8443");
    row("short IPv4", "127.1:8443");
    row("IPv4 as a number", "2130706433:8443");
    row("octal IPv4", "0177.0.0.1:8443");
    row("IPv4 in brackets", "[127.0.0.1]:8443");
    row("IPv6 without brackets", "::1:8443");
    row("IPv6 with scope", "[fe80::1%eth0]:8443");
    row("half a bracket", "[::1:8443");
    row("empty brackets", "[]:8443");
    row("brackets twice", "[[::1]]:8443");
    row("URL", "https://192.168.1.5:8443");
    row("path behind it", "192.168.1.5:8443/");
    row("zero byte", QByteArray("127.0.0.1\0.evil:8443", 20));
    row("newline", "192.168.1.5:8443\n");
}

void tst_ListenAddress::refuses()
{
    QFETCH(const QByteArray, text);
    const auto address = ListenAddress::parse(text.toStdString());
    QVERIFY(!address);
    QCOMPARE(address.error().code, ErrorCode::InvalidArgument);
}

void tst_ListenAddress::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<bool>("loopback");
    QTest::addColumn<bool>("everything");
    QTest::newRow("IPv4") << QByteArray("192.168.1.5:8443") << QByteArray("192.168.1.5:8443")
                          << false << false;
    QTest::newRow("any port") << QByteArray("10.0.0.1:0") << QByteArray("10.0.0.1:0") << false
                              << false;
    QTest::newRow("largest port") << QByteArray("10.0.0.1:65535") << QByteArray("10.0.0.1:65535")
                                  << false << false;
    QTest::newRow("loopback") << QByteArray("127.0.0.1:1") << QByteArray("127.0.0.1:1") << true
                              << false;
    QTest::newRow("other loopback")
        << QByteArray("127.9.9.9:1") << QByteArray("127.9.9.9:1") << true << false;
    QTest::newRow("IPv6 loopback")
        << QByteArray("[::1]:1") << QByteArray("[::1]:1") << true << false;
    QTest::newRow("IPv6 loopback, long")
        << QByteArray("[0:0:0:0:0:0:0:1]:1") << QByteArray("[::1]:1") << true << false;
    QTest::newRow("mapped loopback is not one")
        << QByteArray("[::ffff:127.0.0.1]:1") << QByteArray("[::ffff:127.0.0.1]:1") << false
        << false;
    QTest::newRow("IPv6, one spelling")
        << QByteArray("[FD00:0::05]:8443") << QByteArray("[fd00::5]:8443") << false << false;
    QTest::newRow("all of IPv4") << QByteArray("0.0.0.0:8443") << QByteArray("0.0.0.0:8443")
                                 << false << true;
    QTest::newRow("all of IPv6") << QByteArray("[::]:8443") << QByteArray("[::]:8443") << false
                                 << true;
}

void tst_ListenAddress::accepts()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, authority);
    QFETCH(const bool, loopback);
    QFETCH(const bool, everything);
    const auto address = ListenAddress::parse(text.toStdString());
    QVERIFY(address);
    QCOMPARE(bytes(address->authority()), authority);
    QCOMPARE(address->isLoopback(), loopback);
    QCOMPARE(address->isEverything(), everything);
}

void tst_ListenAddress::takesAnotherPort()
{
    const auto address = ListenAddress::parse("[::1]:0");
    QVERIFY(address);
    QCOMPARE(bytes(address->withPort(9).authority()), QByteArray("[::1]:9"));
    QVERIFY(address->withPort(9).isV6());
}

QTEST_APPLESS_MAIN(tst_ListenAddress)
#include "tst_listen_address.moc"
