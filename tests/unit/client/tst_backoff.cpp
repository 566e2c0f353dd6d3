#include <QTest>

#include "server/client/backoff.h"

using parley::client::Backoff;
using namespace std::chrono_literals;

class TestBackoff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheCeiling()
    {
        Backoff backoff;
        auto step = Backoff::kFirst;
        for (int i = 0; i < 20; ++i) {
            const auto delay = backoff.next(0.999);
            QVERIFY(delay >= step / 2);
            QVERIFY(delay <= step);
            step = std::min(step * 2, Backoff::kCeiling);
        }
        QCOMPARE(step, Backoff::kCeiling);
    }

    void jitterMovesHalfOfIt()
    {
        QCOMPARE(Backoff().next(0.0), Backoff::kFirst / 2);
        QVERIFY(Backoff().next(0.5) > Backoff().next(0.0));
        QVERIFY(Backoff().next(0.999) <= Backoff::kFirst);
    }

    void resetBeginsAnew()
    {
        Backoff backoff;
        for (int i = 0; i < 8; ++i)
            backoff.next(0.5);
        backoff.reset();
        QCOMPARE(backoff.next(0.0), Backoff::kFirst / 2);
    }
};

QTEST_GUILESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
