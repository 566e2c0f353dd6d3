#include <QTest>

#include "ui/models/rate_tracker.h"

using parley::ui::RateTracker;

class TestRateTracker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsTwoSamples()
    {
        RateTracker tracker;
        QCOMPARE(tracker.rate(), 0.0);
        tracker.sample(1'000'000, 5000); // what happened before we looked is no rate
        QCOMPARE(tracker.rate(), 0.0);
        tracker.sample(1'000'050, 5500);
        QCOMPARE(tracker.rate(), 100.0);
    }

    void speaksOfTheLastSeconds()
    {
        RateTracker tracker;
        tracker.sample(0, 0);
        tracker.sample(5, 1000);
        for (int second = 2; second <= 5; ++second)
            tracker.sample(5, second * 1000);
        QCOMPARE(tracker.rate(), 1.0); // 5 messages in 5 s
        tracker.sample(5, 6000); // the second with messages is out of sight
        QCOMPARE(tracker.rate(), 0.0);
        QCOMPARE(tracker.samples().constFirst(), 5.0);
        QCOMPARE(tracker.course().size(), tracker.samples().size());
        QCOMPARE(tracker.course().at(1), 2.5); // 5 messages in the first 2 s
    }

    void survivesARestartOfTheBroker()
    {
        RateTracker tracker;
        tracker.sample(1000, 0);
        tracker.sample(30, 1000); // began anew and counted 30 since
        QCOMPARE(tracker.rate(), 30.0);
    }

    void dropsSamplesThatAreCloseTogether()
    {
        RateTracker tracker;
        tracker.sample(0, 10);
        tracker.sample(99, 10);
        tracker.sample(99, 9);
        tracker.sample(99, 9 + RateTracker::kLeastMs);
        QVERIFY(tracker.samples().isEmpty());
    }

    void keepsOneMinute()
    {
        RateTracker tracker;
        for (int second = 0; second < 200; ++second)
            tracker.sample(quint64(second), second * 1000);
        QCOMPARE(tracker.samples().size(), qsizetype(RateTracker::kSamples));
    }
};

QTEST_GUILESS_MAIN(TestRateTracker)
#include "tst_rate_tracker.moc"
