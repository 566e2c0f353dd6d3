#include <QTest>

#include "server/base/clock.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_Clock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void iso_data();
    void iso();
    void thereAndBack();
    void monotonicNeverGoesBack();
};

void tst_Clock::iso_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("begin") << qint64(0) << QByteArray("1970-01-01T00:00:00.000Z");
    QTest::newRow("before it") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999Z");
    QTest::newRow("usual") << qint64(1795463947045) << QByteArray("2026-11-23T19:59:07.045Z");
    QTest::newRow("leap day") << qint64(1709164800000) << QByteArray("2024-02-29T00:00:00.000Z");
    QTest::newRow("far away") << qint64(253402300800000) << QByteArray("10000-01-01T00:00:00.000Z");
}

void tst_Clock::iso()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QByteArray, expected);
    QCOMPARE(bytes(iso8601(fromEpochMilliseconds(milliseconds))), expected);
}

void tst_Clock::thereAndBack()
{
    for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1795464000123}})
        QCOMPARE(epochMilliseconds(fromEpochMilliseconds(ms)), ms);
}

void tst_Clock::monotonicNeverGoesBack()
{
    const SystemClock clock;
    auto last = clock.monotonic();
    for (int i = 0; i < 1000; ++i) {
        const auto now = clock.monotonic();
        QVERIFY(now >= last);
        last = now;
    }
    QVERIFY(epochMilliseconds(clock.utc()) > 1'700'000'000'000); // after 2023
}

QTEST_APPLESS_MAIN(tst_Clock)
#include "tst_clock.moc"
