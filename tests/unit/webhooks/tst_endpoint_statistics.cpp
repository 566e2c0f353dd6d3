#include <QTest>

#include "server/webhooks/endpoint_statistics.h"

using namespace parley;
using namespace std::chrono_literals;

class TestEndpointStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyAtFirst();
    void tellsPercentiles_data();
    void tellsPercentiles();
    void forgetsAfterADay();
    void countsFailuresInARow();
    void aClockThatGoesBackLosesNothing();
    void onlyChangedHoursAreTaken();
    void anEarlierRunIsAddedToWhatIsCounted();

private:
    static constexpr UtcTime kNow{1'732'320'000s};
    static WebhookHealth reportOf(const EndpointStatistics &statistics, UtcTime now)
    {
        WebhookHealth health;
        statistics.report(now, health);
        return health;
    }
};

void TestEndpointStatistics::isEmptyAtFirst()
{
    const auto health = reportOf({}, kNow);
    QCOMPARE(health.p50Microseconds, 0);
    QCOMPARE(health.p95Microseconds, 0);
    QVERIFY(!health.lastSuccessAt);
    for (std::size_t i = 1; i < health.hours.size(); ++i)
        QVERIFY(health.hours[i].from - health.hours[i - 1].from == 1h);
    QVERIFY(health.hours.back().from <= kNow && kNow < health.hours.back().from + 1h);
}

void TestEndpointStatistics::tellsPercentiles_data()
{
    QTest::addColumn<qint64>("microseconds");
    for (const qint64 each : {0LL, 1LL, 16LL, 100LL, 1'000LL, 33'333LL, 1'000'000LL, 15'000'000LL})
        QTest::addRow("%lld us", static_cast<long long>(each)) << each;
}

void TestEndpointStatistics::tellsPercentiles()
{
    QFETCH(const qint64, microseconds);
    EndpointStatistics statistics;
    for (int i = 0; i < 90; ++i)
        statistics.count(kNow, true, microseconds);
    for (int i = 0; i < 10; ++i)
        statistics.count(kNow, false, 59'000'000);
    const auto health = reportOf(statistics, kNow);
    const double least = double(std::max<qint64>(microseconds, 16)) / 1.2;
    QVERIFY(double(health.p50Microseconds) >= least);
    QVERIFY(double(health.p50Microseconds) <= least * 1.2 * 1.2);
    QVERIFY(health.p95Microseconds > 45'000'000 && health.p95Microseconds < 75'000'000);
}

void TestEndpointStatistics::forgetsAfterADay()
{
    EndpointStatistics statistics;
    statistics.count(kNow, true, 100);
    QCOMPARE(reportOf(statistics, kNow + 23h).hours[0].succeeded, std::uint64_t{1});
    const auto later = reportOf(statistics, kNow + 24h);
    for (const auto &hour : later.hours)
        QCOMPARE(hour.succeeded, std::uint64_t{0});
    QCOMPARE(later.p50Microseconds, 0);
    statistics.count(kNow + 24h, false, 100); // the same place of the ring
    const auto hours = reportOf(statistics, kNow + 24h).hours;
    QCOMPARE(hours.back().failed, std::uint64_t{1});
    QCOMPARE(hours.back().succeeded, std::uint64_t{0});
}

void TestEndpointStatistics::countsFailuresInARow()
{
    EndpointStatistics statistics;
    statistics.count(kNow, false, 1);
    statistics.count(kNow + 1s, false, 1);
    QCOMPARE(statistics.consecutiveFailures, std::uint64_t{2});
    QVERIFY(statistics.failingSince == kNow);
    statistics.count(kNow + 2s, true, 1);
    QCOMPARE(statistics.consecutiveFailures, std::uint64_t{0});
    QVERIFY(!statistics.failingSince);
    QVERIFY(statistics.lastSuccessAt == kNow + 2s);
}

void TestEndpointStatistics::aClockThatGoesBackLosesNothing()
{
    EndpointStatistics statistics;
    statistics.count(kNow, true, 100);
    statistics.count(kNow - 100h, true, 100); // counts as now
    const auto health = reportOf(statistics, kNow - 100h);
    QCOMPARE(health.hours.back().succeeded, std::uint64_t{2});
}

void TestEndpointStatistics::onlyChangedHoursAreTaken()
{
    EndpointStatistics statistics;
    QVERIFY(statistics.takeChanged().empty());
    statistics.count(kNow, true, 100);
    statistics.count(kNow, false, 100);
    statistics.count(kNow + 1h, false, 100);
    const auto changed = statistics.takeChanged();
    QCOMPARE(changed.size(), std::size_t(2));
    QVERIFY(statistics.takeChanged().empty());
    statistics.count(kNow + 1h, true, 100);
    const auto again = statistics.takeChanged();
    QCOMPARE(again.size(), std::size_t(1));
    QCOMPARE(again[0].succeeded, 1u);
    QCOMPARE(again[0].failed, 1u);
    QVERIFY(again[0].lastSuccessAt == kNow + 1h);
}

void TestEndpointStatistics::anEarlierRunIsAddedToWhatIsCounted()
{
    EndpointStatistics before;
    for (int i = 0; i < 9; ++i)
        before.count(kNow - 1h, true, 1'000'000);
    before.count(kNow, false, 1'000'000);
    EndpointStatistics after;
    after.count(kNow, true, 100); // before the store answered
    for (const WebhookHour &hour : before.takeChanged())
        after.restore(hour);
    const auto health = reportOf(after, kNow);
    QCOMPARE(health.hours.back().succeeded, std::uint64_t{1});
    QCOMPARE(health.hours.back().failed, std::uint64_t{1});
    QCOMPARE(health.hours[health.hours.size() - 2].succeeded, std::uint64_t{9});
    QVERIFY(health.p50Microseconds > 800'000 && health.p50Microseconds < 1'300'000);
    QVERIFY(health.lastSuccessAt == kNow);
    EndpointStatistics nextDay;
    nextDay.count(kNow + 24h, true, 100);
    WebhookHour old;
    old.hour = epochMilliseconds(kNow) / 3'600'000;
    old.succeeded = 5;
    nextDay.restore(old); // its place is taken
    QCOMPARE(reportOf(nextDay, kNow + 24h).hours.back().succeeded, std::uint64_t{1});
}

QTEST_GUILESS_MAIN(TestEndpointStatistics)
#include "tst_endpoint_statistics.moc"
