#include <QTest>

#include "server/tls/server_name.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_ServerName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normalizes_data();
    void normalizes();
    void lengths();
    void addresses();
};

void tst_ServerName::normalizes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("normal"); // empty: refused
    const auto bad = [](const char *name, const QByteArray &text) {
        QTest::newRow(name) << text << QByteArray();
    };
    bad("empty", "");
    bad("dot", ".");
    bad("empty part", "a..b");
    bad("dot first", ".a");
    bad("dot last", "a.");
    bad("space", "my host");
    bad("comma, as in a list of names", "a,DNS:evil.example");
    bad("newline", "a\nb");
    bad("zero byte", QByteArray("a\0.evil", 7));
    bad("wildcard", "*.example");
    bad("hyphen first", "-a");
    bad("hyphen last", "a-.b");
    bad("port", "a:8443");
    bad("brackets", "[::1]");
    bad("scope", "fe80::1%eth0");
    bad("misspelt IPv4", "192.168.1.256");
    bad("short IPv4", "127.1");
    bad("non-ASCII", "caf\xc3\xa9.example");
    bad("user", "a@b");
    bad("slash", "a/b");
    const auto good = [](const char *name, const char *text, const char *normal) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(normal);
    };
    good("name", "localhost", "localhost");
    good("upper case", "Ana.Local", "ana.local");
    good("punycode", "xn--caf-dma.example", "xn--caf-dma.example");
    good("underscore", "my_host", "my_host");
    good("digits in a name", "4u.example", "4u.example");
    good("IPv4", "192.168.1.5", "192.168.1.5");
    good("IPv6 in another spelling", "FD00:0:0::0005", "fd00::5");
}

void tst_ServerName::normalizes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, normal);
    const auto name = normalizedServerName(text.toStdString());
    QCOMPARE(name.has_value(), !normal.isEmpty());
    QCOMPARE(bytes(name.value_or("")), normal);
}

void tst_ServerName::lengths()
{
    const std::string part(63, 'a');
    const std::string longest = part + '.' + part + '.' + part + '.' + std::string(61, 'a');
    QVERIFY(normalizedServerName(longest));
    QVERIFY(!normalizedServerName(longest + 'a'));
    QVERIFY(normalizedServerName(part));
    QVERIFY(!normalizedServerName(part + 'a'));
}

void tst_ServerName::addresses()
{
    QVERIFY(isIpAddress("10.0.0.1"));
    QVERIFY(isIpAddress("::1"));
    QVERIFY(!isIpAddress("localhost"));
}

QTEST_APPLESS_MAIN(tst_ServerName)
#include "tst_server_name.moc"
