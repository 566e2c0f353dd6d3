#include <QTest>

#include "server/webhooks/address_policy.h"

using namespace parley;

namespace {

constexpr auto kNever = -1; // allowed at no level

IpAddress address(const char *text)
{
    const auto parsed = IpAddress::parse(text);
    Q_ASSERT(parsed);
    return *parsed;
}

} // namespace

class TestAddressPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAtLevel_data();
    void opensAtLevel();
    void judgesPorts();
    void refusesTheBrokersOwnDoors();
    void knowsThisMachine();
    void refusesOddSpellings_data();
    void refusesOddSpellings();
};

void TestAddressPolicy::opensAtLevel_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("opensAt"); // the first AddressLevel that allows it
    const auto row
        = [](const char *text, int level) { QTest::newRow(text) << QByteArray(text) << level; };
    const int isPublic = static_cast<int>(AddressLevel::Public);
    const int lan = static_cast<int>(AddressLevel::Lan);
    const int local = static_cast<int>(AddressLevel::Local);

    // First and last address of each range, and the neighbours outside.
    for (const char *text :
         {"0.0.0.0", "0.255.255.255", "100.64.0.0", "100.127.255.255", "169.254.0.0",
          "169.254.169.254", "169.254.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.0",
          "192.0.2.255", "192.88.99.0", "192.88.99.255", "198.18.0.0", "198.19.255.255",
          "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0",
          "239.255.255.255", "240.0.0.0", "255.255.255.255",
          // IPv6
          "::", "::2", "::7f00:1", "::127.0.0.1", "ff:ffff::", "64:ff9b:1::", "64:ff9b:1:ffff::1",
          "100::1", "2001::1", "2001:1ff:ffff::", "2001:db8::1", "2002:7f00:1::", "2002::1",
          "3fff::1", "3fff:fff::1", "5f00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1",
          "feff::1", "ff02::1", "ffff::1", "4000::1", "8000::1", "e000::1",
          // wrapped
          "::ffff:169.254.169.254", "::ffff:0.0.0.0", "64:ff9b::169.254.169.254",
          "64:ff9b::224.0.0.1"})
        row(text, kNever);
    for (const char *text :
         {"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0",
          "192.168.255.255", "fc00::", "fdff:ffff::1", "fd00:ec2::253", "fd00:ec2::255",
          "::ffff:10.0.0.1", "64:ff9b::192.168.1.1"})
        row(text, lan);
    for (const char *text : {"127.0.0.0", "127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1",
                             "64:ff9b::7f00:1"})
        row(text, local);
    for (const char *text :
         {"1.0.0.0",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",
          "100.128.0.0",     "126.255.255.255", "128.0.0.0",       "169.253.255.255",
          "169.255.0.0",     "172.15.255.255",  "172.32.0.0",      "191.255.255.255",
          "192.0.1.0",       "192.0.3.0",       "192.88.98.255",   "192.88.100.0",
          "192.167.255.255", "192.169.0.0",     "198.17.255.255",  "198.20.0.0",
          "198.51.99.255",   "198.51.101.0",    "203.0.112.255",   "203.0.114.0",
          "223.255.255.255", "2000::1",         "2001:200::1",     "2001:db7::1",
          "2001:db9::1",     "2003::1",         "2606:4700::1111", "3ffe::1",
          "3fff:1000::1",    "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8"})
        row(text, isPublic);
}

void TestAddressPolicy::opensAtLevel()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, opensAt);
    const AddressPolicy policy;
    for (const auto level : {AddressLevel::Public, AddressLevel::Lan, AddressLevel::Local}) {
        const auto reason = policy.refusal(address(text.constData()), 443, level);
        const bool allowed = opensAt != kNever && static_cast<int>(level) >= opensAt;
        QCOMPARE(!reason, allowed);
        QVERIFY(allowed || !reason->empty());
    }
}

void TestAddressPolicy::judgesPorts()
{
    const AddressPolicy policy;
    const IpAddress target = address("1.1.1.1");
    for (const int port : {0, 1, 22, 25, 79, 81, 442, 444, 1023})
        QVERIFY(policy.refusal(target, static_cast<std::uint16_t>(port), AddressLevel::Public));
    for (const int port : {80, 443, 1024, 8080, 65535})
        QVERIFY(!policy.refusal(target, static_cast<std::uint16_t>(port), AddressLevel::Public));
    QVERIFY(!policy.refusal(target, 25, AddressLevel::Lan));
    QVERIFY(policy.refusal(target, 0, AddressLevel::Local));
}

void TestAddressPolicy::refusesTheBrokersOwnDoors()
{
    const AddressPolicy policy({{8080, 9090}, [](const IpAddress &a) {
                                    return a == address("192.168.1.5") || a == address("1.1.1.1");
                                }});
    for (const char *text : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "192.168.1.5",
                             "::ffff:192.168.1.5", "1.1.1.1"}) {
        QVERIFY2(policy.refusal(address(text), 8080, AddressLevel::Local), text);
        QVERIFY2(policy.refusal(address(text), 9090, AddressLevel::Local), text);
        QVERIFY2(!policy.refusal(address(text), 8081, AddressLevel::Local), text);
    }
    QVERIFY(!policy.refusal(address("192.168.1.6"), 8080, AddressLevel::Local));
}

void TestAddressPolicy::knowsThisMachine()
{
    QVERIFY(isInterfaceAddress(address("127.0.0.1")));
    QVERIFY(!isInterfaceAddress(address("203.0.113.77")));
}

void TestAddressPolicy::refusesOddSpellings_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1.", "127.0.0.1 ", "256.1.1.1",
          "fe80::1%lo", "[::1]", "::1::", "1.2.3.4.5"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
    QTest::newRow("NUL inside") << QByteArray("127.0.0.1\0", 10);
}

void TestAddressPolicy::refusesOddSpellings()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!IpAddress::parse({text.data(), static_cast<std::size_t>(text.size())}));
}

QTEST_APPLESS_MAIN(TestAddressPolicy)
#include "tst_address_policy.moc"
