#include <QTest>

#include "server/webhooks/retry_after.h"

using namespace parley;

class TestRetryAfter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
};

void TestRetryAfter::reads_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("milliseconds"); // -1: ignored
    // now is Sun, 06 Nov 1994 08:49:37 GMT
    const auto row = [](const char *name, QByteArray value, qint64 wait) {
        QTest::newRow(name) << std::move(value) << wait;
    };
    row("empty", "", -1);
    row("garbage", "soon", -1);
    row("negative", "-5", -1);
    row("plus sign", "+5", -1);
    row("hex", "0x10", -1);
    row("trailing letter", "5s", -1);
    row("dot only", ".", -1);
    row("no digit after the dot", "5.", -1);
    row("two dots", "1.2.3", -1);
    row("list", "5, 6", -1);
    row("exponent", "1e3", -1);
    row("very long", QByteArray(5000, '9'), -1);
    row("overflowing", QByteArray(40, '9'), qint64{365} * 86400 * 1000);
    row("NUL inside", QByteArray("5\0", 2), -1);
    row("past date", "Sun, 06 Nov 1994 08:49:36 GMT", -1);
    row("this very second", "Sun, 06 Nov 1994 08:49:37 GMT", -1);
    row("32nd day", "Sun, 32 Nov 1994 08:49:38 GMT", -1);
    row("30 February", "Thu, 30 Feb 1995 08:49:38 GMT", -1);
    row("25th hour", "Sun, 06 Nov 1994 25:49:38 GMT", -1);
    row("other zone", "Sun, 06 Nov 1994 08:49:40 CET", -1);
    row("month in capitals", "Sun, 06 NOV 1994 08:49:40 GMT", -1);
    row("ISO date", "1994-11-06T08:49:40Z", -1);
    row("text behind the date", "Sun, 06 Nov 1994 08:49:40 GMT, 5", -1);

    row("zero", "0", 0);
    row("integer", "120", 120'000);
    row("leading zeros", "007", 7'000);
    row("decimal is rounded up", "1.2", 2'000);
    row("decimal without a rest", "3.000", 3'000);
    row("IMF fixdate", "Sun, 06 Nov 1994 08:50:37 GMT", 60'000);
    row("RFC 850", "Sunday, 06-Nov-94 08:49:47 GMT", 10'000);
    row("RFC 850, year of the next century is past", "Monday, 06-Nov-45 08:49:47 GMT", -1);
    row("asctime", "Sun Nov  6 09:49:37 1994", 3'600'000);
    row("asctime, two digits", "Wed Nov 16 08:49:37 1994", qint64{864'000} * 1000);
    row("leap second", "Sat, 31 Dec 1994 23:59:60 GMT", 4806623LL * 1000);
    row("far away", "Sun, 06 Nov 2094 08:49:37 GMT", qint64{365} * 86400 * 1000);
}

void TestRetryAfter::reads()
{
    QFETCH(const QByteArray, value);
    QFETCH(const qint64, milliseconds);
    const UtcTime now = fromEpochMilliseconds(784111777'000);
    const auto wait = parseRetryAfter({value.data(), static_cast<std::size_t>(value.size())}, now);
    QCOMPARE(wait ? wait->count() : -1, milliseconds);
}

QTEST_APPLESS_MAIN(TestRetryAfter)
#include "tst_retry_after.moc"
