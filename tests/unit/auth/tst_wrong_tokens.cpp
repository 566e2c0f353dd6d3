#include <QTest>

#include "server/auth/wrong_tokens.h"

using namespace parley;
using namespace std::chrono_literals;

class TestWrongTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void personsAreToldApart_data();
    void personsAreToldApart();
    void aFloodHearsToWait();
    void othersAreNotSlowed();
    void patienceIsRewarded();
    void addressesAreBounded();
};

namespace {

constexpr MonotonicTime kStart{1h};
const Error kUsual{ErrorCode::Unauthenticated, "unknown"};

int toldToWait(WrongTokens &tokens, std::string_view peer, int tries, MonotonicTime now)
{
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += tokens.note(peer, kUsual, now).code == ErrorCode::RateLimited ? 1 : 0;
    return count;
}

} // namespace

void TestWrongTokens::personsAreToldApart_data()
{
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("person");
    QTest::newRow("IPv4 with a port") << QByteArray("10.1.2.3:5000") << QByteArray("10.1.2.3");
    QTest::newRow("IPv6 with a port")
        << QByteArray("[2001:db8:1:2:3:4:5:6]:5000") << QByteArray("2001:db8:1:2::");
    QTest::newRow("another host of that network")
        << QByteArray("[2001:db8:1:2:9:9:9:9]:1") << QByteArray("2001:db8:1:2::");
    QTest::newRow("IPv4 in IPv6") << QByteArray("[::ffff:10.1.2.3]:5000")
                                  << QByteArray("::ffff:10.1.2.3");
    QTest::newRow("loopback") << QByteArray("[::1]:5000") << QByteArray("::");
    QTest::newRow("gone") << QByteArray("") << QByteArray("");
}

void TestWrongTokens::personsAreToldApart()
{
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, person);
    QCOMPARE(QByteArray::fromStdString(WrongTokens::personOf(peer.toStdString())), person);
}

void TestWrongTokens::aFloodHearsToWait()
{
    WrongTokens tokens;
    QCOMPARE(toldToWait(tokens, "10.0.0.1:1", WrongTokens::kBurst, kStart), 0);
    QCOMPARE(toldToWait(tokens, "10.0.0.1:2", 40, kStart), 40);
    const Error answer = tokens.note("10.0.0.1:3", kUsual, kStart);
    QVERIFY(answer.retryable());
}

void TestWrongTokens::othersAreNotSlowed()
{
    WrongTokens tokens;
    QVERIFY(toldToWait(tokens, "10.0.0.1:1", 1000, kStart) > 0);
    QCOMPARE(toldToWait(tokens, "10.0.0.2:1", WrongTokens::kBurst, kStart), 0);
}

void TestWrongTokens::patienceIsRewarded()
{
    WrongTokens tokens;
    toldToWait(tokens, "10.0.0.1:1", 50, kStart); // what was refused does not count
    QCOMPARE(toldToWait(tokens, "10.0.0.1:1", 2, kStart + WrongTokens::kEach), 1);
    QCOMPARE(toldToWait(tokens, "10.0.0.1:1", WrongTokens::kBurst, kStart + 1h), 0);
}

void TestWrongTokens::addressesAreBounded()
{
    WrongTokens tokens;
    QVERIFY(toldToWait(tokens, "10.9.9.9:1", 50, kStart) > 0);
    for (std::size_t i = 0; i < WrongTokens::kMaxAddresses; ++i)
        tokens.note("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ":1",
                    kUsual, kStart);
    QCOMPARE(toldToWait(tokens, "10.9.9.9:1", 1, kStart), 0); // it made room and begins anew
}

QTEST_APPLESS_MAIN(TestWrongTokens)
#include "tst_wrong_tokens.moc"
