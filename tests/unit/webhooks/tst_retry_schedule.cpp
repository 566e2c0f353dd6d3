#include <limits>

#include <QTest>

#include "server/base/random.h"
#include "server/webhooks/retry_schedule.h"

using namespace parley;
using namespace std::chrono;
using namespace std::chrono_literals;

class TestRetrySchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsAfterTheLastAttempt_data();
    void endsAfterTheLastAttempt();
    void staysWithinItsJitter_data();
    void staysWithinItsJitter();
    void firstWaitOnlyGrows();
    void neverComesBeforeRetryAfter();
    void doesNotWaitLongerThanADayForRetryAfter();
    void knowsDeadlineAndTimeToLive();
};

void TestRetrySchedule::endsAfterTheLastAttempt_data()
{
    QTest::addColumn<ScheduleName>("name");
    QTest::addColumn<quint32>("attempts");
    QTest::newRow("momento") << ScheduleName::Momento << 1u;
    QTest::newRow("chat") << ScheduleName::Chat << 7u;
    QTest::newRow("standard") << ScheduleName::Standard << 10u;
}

void TestRetrySchedule::endsAfterTheLastAttempt()
{
    QFETCH(const ScheduleName, name);
    QFETCH(const quint32, attempts);
    const RetrySchedule schedule(DeliverySettings{.schedule = name});
    QCOMPARE(schedule.maxAttempts(), attempts);
    QVERIFY(schedule.before(attempts, 0));
    QVERIFY(!schedule.before(attempts + 1, 0));
    QVERIFY(!schedule.before(attempts + 1, 0, 10s)); // asking for more time gives no attempt
    QVERIFY(!schedule.before(std::numeric_limits<std::uint32_t>::max(), 0));
}

void TestRetrySchedule::staysWithinItsJitter_data()
{
    QTest::addColumn<ScheduleName>("name");
    QTest::addColumn<QList<qint64>>("seconds");
    QTest::newRow("chat") << ScheduleName::Chat << QList<qint64>{0, 1, 3, 10, 30, 120, 600};
    QTest::newRow("standard") << ScheduleName::Standard
                              << QList<qint64>{0,     5,     300,   1800,  7200,
                                               18000, 36000, 50400, 72000, 86400};
}

void TestRetrySchedule::staysWithinItsJitter()
{
    QFETCH(const ScheduleName, name);
    QFETCH(const QList<qint64>, seconds);
    const RetrySchedule schedule(DeliverySettings{.schedule = name});
    SystemRandom random;
    for (int draw = 0; draw < 10'000; ++draw) {
        const auto at = static_cast<std::uint32_t>(draw % seconds.size());
        const double base = static_cast<double>(seconds[at]) * 1000;
        const auto step = schedule.before(at + 1, random.unit() * 2 - 1);
        QVERIFY(step);
        const double least = at == 1 ? base : base * 0.8;
        QVERIFY(static_cast<double>(step->delay.count()) >= least - 1);
        QVERIFY(static_cast<double>(step->delay.count()) <= base * 1.2 + 1);
        QVERIFY(step->jitterPercent >= -20 && step->jitterPercent <= 20);
        QCOMPARE(step->step, at + 1);
    }
}

void TestRetrySchedule::firstWaitOnlyGrows()
{
    const RetrySchedule schedule(DeliverySettings{.schedule = ScheduleName::Standard});
    QCOMPARE(schedule.before(2, -1)->delay, milliseconds(6s));
    QCOMPARE(schedule.before(2, 0)->delay, milliseconds(5s));
    QCOMPARE(schedule.before(3, -1)->delay, milliseconds(4min));
    QCOMPARE(schedule.before(1, -1)->delay, 0ms);
}

void TestRetrySchedule::neverComesBeforeRetryAfter()
{
    const RetrySchedule schedule(DeliverySettings{.schedule = ScheduleName::Standard});
    const auto asked = schedule.before(2, 0, 120s);
    QCOMPARE(asked->delay, milliseconds(120s));
    QVERIFY(asked->byRetryAfter);
    const auto shorter = schedule.before(3, 0, 120s); // the schedule says 5 min already
    QCOMPARE(shorter->delay, milliseconds(5min));
    QVERIFY(!shorter->byRetryAfter);
}

void TestRetrySchedule::doesNotWaitLongerThanADayForRetryAfter()
{
    const RetrySchedule schedule(DeliverySettings{.schedule = ScheduleName::Chat});
    QCOMPARE(schedule.before(2, 0, hours(24 * 300))->delay, milliseconds(24h));
}

void TestRetrySchedule::knowsDeadlineAndTimeToLive()
{
    QCOMPARE(RetrySchedule(DeliverySettings{.schedule = ScheduleName::Momento}).attemptDeadline(),
             milliseconds(5s));
    QCOMPARE(RetrySchedule(DeliverySettings{.schedule = ScheduleName::Standard}).attemptDeadline(),
             milliseconds(15s));
    QCOMPARE(*RetrySchedule(DeliverySettings{.schedule = ScheduleName::Chat}).eventTimeToLive(),
             milliseconds(15min));
    // 75 h 35 m 05 s and a fifth more, so that chance never takes the last attempt away
    QCOMPARE(*RetrySchedule(DeliverySettings{.schedule = ScheduleName::Standard}).eventTimeToLive(),
             milliseconds((75h + 35min + 5s) * 6 / 5));
    QVERIFY(!RetrySchedule(DeliverySettings{.schedule = ScheduleName::Momento}).eventTimeToLive());
}

QTEST_APPLESS_MAIN(TestRetrySchedule)
#include "tst_retry_schedule.moc"
