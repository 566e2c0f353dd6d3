#include <QtTest>

#include "tests/bench/suite/goal.h"

using parley::bench::Better;
using parley::bench::verdict;

class TestGoal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysByHowMuchItWasMissed_data();
    void saysByHowMuchItWasMissed();
};

void TestGoal::saysByHowMuchItWasMissed_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("bound");
    QTest::addColumn<bool>("moreIsBetter");
    QTest::addColumn<QString>("said");
    QTest::newRow("more than allowed") << 1.5 << 1.0 << false << "missed by 50 %";
    QTest::newRow("a little more than allowed") << 1.004 << 1.0 << false << "missed by 0.4 %";
    QTest::newRow("as much as allowed") << 1.0 << 1.0 << false << "met";
    QTest::newRow("less than allowed") << 0.1 << 1.0 << false << "met";
    QTest::newRow("half of what is asked") << 2500.0 << 5000.0 << true << "missed by 50 %";
    QTest::newRow("a little less than asked") << 4950.0 << 5000.0 << true << "missed by 1.0 %";
    QTest::newRow("what is asked") << 5000.0 << 5000.0 << true << "met";
    QTest::newRow("more than is asked") << 9000.0 << 5000.0 << true << "met";
}

void TestGoal::saysByHowMuchItWasMissed()
{
    QFETCH(double, value);
    QFETCH(double, bound);
    QFETCH(bool, moreIsBetter);
    const Better better = moreIsBetter ? Better::More : Better::Less;
    QTEST(QString::fromStdString(verdict(value, bound, better)), "said");
}

QTEST_APPLESS_MAIN(TestGoal)
#include "tst_goal.moc"
