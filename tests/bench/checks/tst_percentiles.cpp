#include <QtTest>

#include "tests/bench/support/percentiles.h"

using parley::bench::Percentiles;

class TestPercentiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNearestRank_data();
    void theNearestRank();
    void theOrderOfArrivalDoesNotMatter();
    void moreSamplesMayFollowAQuestion();
};

void TestPercentiles::theNearestRank_data()
{
    QTest::addColumn<int>("samples"); // 1, 2, ... so that the rank is the value
    QTest::addColumn<double>("percent");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("the only one") << 1 << 50.0 << qint64(1);
    QTest::newRow("the only one is the highest, too") << 1 << 99.9 << qint64(1);
    QTest::newRow("half of an even count") << 10 << 50.0 << qint64(5);
    QTest::newRow("half of an odd count") << 11 << 50.0 << qint64(6);
    QTest::newRow("99 of 100") << 100 << 99.0 << qint64(99);
    QTest::newRow("99 of 101 rounds up") << 101 << 99.0 << qint64(100);
    QTest::newRow("99 of few is the highest") << 10 << 99.0 << qint64(10);
    QTest::newRow("99.9 of 1000, inexact in binary") << 1000 << 99.9 << qint64(999);
    QTest::newRow("all") << 1000 << 100.0 << qint64(1000);
    QTest::newRow("next to nothing is the lowest") << 1000 << 0.001 << qint64(1);
}

void TestPercentiles::theNearestRank()
{
    QFETCH(int, samples);
    QFETCH(double, percent);
    Percentiles percentiles;
    for (int value = 1; value <= samples; ++value)
        percentiles.add(value);
    QTEST(qint64(percentiles.at(percent)), "expected");
}

void TestPercentiles::theOrderOfArrivalDoesNotMatter()
{
    Percentiles percentiles;
    for (const int value : {5, 1, 4, 1, 900, 3, 2, 8, 7, 6})
        percentiles.add(value);
    QCOMPARE(percentiles.at(50), std::int64_t(4));
    QCOMPARE(percentiles.at(90), std::int64_t(8));
    QCOMPARE(percentiles.at(99), std::int64_t(900));
    QCOMPARE(percentiles.at(10), std::int64_t(1)); // asked downwards, too
}

void TestPercentiles::moreSamplesMayFollowAQuestion()
{
    Percentiles percentiles;
    percentiles.add(10);
    QCOMPARE(percentiles.at(50), std::int64_t(10));
    percentiles.add(1);
    percentiles.add(2);
    QCOMPARE(percentiles.at(50), std::int64_t(2));
    QCOMPARE(percentiles.count(), std::size_t(3));
}

QTEST_APPLESS_MAIN(TestPercentiles)
#include "tst_percentiles.moc"
