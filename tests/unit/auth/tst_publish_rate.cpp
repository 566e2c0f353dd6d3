#include <thread>
#include <vector>

#include <QTest>

#include "server/auth/publish_rate.h"

using namespace parley;
using namespace std::chrono_literals;

namespace {

constexpr MonotonicTime kStart{std::chrono::hours(5)};

int takenOneByOne(PublishRate &rate, MonotonicTime now, int tries)
{
    int taken = 0;
    for (int i = 0; i < tries; ++i)
        taken += rate.take(1, now) ? 1 : 0;
    return taken;
}

} // namespace

class TestPublishRate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFloodGetsASecondsWorthAndThenItsPace();
    void aRefusedMessageCostsNothing();
    void aLargeBatchIsPaidForLater();
    void threadsShareOneBucket();
    void noBoundIsNone();
    void theLargestPaceIsCounted();
};

void TestPublishRate::aFloodGetsASecondsWorthAndThenItsPace()
{
    PublishRate rate(50);
    QCOMPARE(takenOneByOne(rate, kStart, 1'000), 50);
    QCOMPARE(takenOneByOne(rate, kStart + 19ms, 1'000), 0);
    QCOMPARE(takenOneByOne(rate, kStart + 20ms, 1'000), 1);
    QCOMPARE(takenOneByOne(rate, kStart + 120ms, 1'000), 5);
    QCOMPARE(takenOneByOne(rate, kStart + 1h, 1'000), 50); // never more than one second's
}

void TestPublishRate::aRefusedMessageCostsNothing()
{
    PublishRate rate(1);
    QVERIFY(rate.take(1, kStart));
    for (int i = 0; i < 100; ++i)
        QVERIFY(!rate.take(1, kStart + 500ms));
    QVERIFY(rate.take(1, kStart + 1s));
}

void TestPublishRate::aLargeBatchIsPaidForLater()
{
    PublishRate rate(10);
    QVERIFY(rate.take(30, kStart));
    QVERIFY(!rate.take(1, kStart + 2s));
    QVERIFY(!rate.take(30, kStart + 2'999ms));
    QVERIFY(rate.take(30, kStart + 3s)); // full again
}

void TestPublishRate::threadsShareOneBucket()
{
    PublishRate rate(1'000);
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] { taken += takenOneByOne(rate, kStart, 1'000); });
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(taken.load(), 1'000);
}

void TestPublishRate::noBoundIsNone()
{
    PublishRate rate(0);
    QCOMPARE(takenOneByOne(rate, kStart, 100'000), 100'000);
}

void TestPublishRate::theLargestPaceIsCounted()
{
    PublishRate rate(PublishRate::kMaxPerSecond);
    QVERIFY(rate.take(PublishRate::kMaxPerSecond, kStart));
    QVERIFY(!rate.take(1, kStart));
    QVERIFY(rate.take(1, kStart + 1us));
}

QTEST_APPLESS_MAIN(TestPublishRate)
#include "tst_publish_rate.moc"
