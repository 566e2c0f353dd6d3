#include <QTest>

#include "server/functions/translation/pivot_engine.h"
#include "tests/support/fake_engine.h"

using namespace parley::functions;
using namespace Qt::StringLiterals;
using parley::test::FakeEngine;

class TestPivotEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void directPairsAreLeftAlone();
    void unsupportedPairFails();
    void brokenStepFails_data();
    void brokenStepFails();
    void cancelledJobAnswersNobody();
    void twoSteps();
};

void TestPivotEngine::directPairsAreLeftAlone()
{
    FakeEngine steps({{u"en"_s, u"es"_s}, {u"es"_s, u"pt"_s}, {u"pt"_s, u"es"_s}});
    const PivotEngine pivot(steps);
    QVERIFY(!pivot.supports(u"en"_s, u"es"_s));
    QVERIFY(!pivot.supports(u"pt"_s, u"en"_s));
    QVERIFY(!pivot.supports(u"en"_s, u"en"_s));
    QVERIFY(pivot.supports(u"en"_s, u"pt"_s));
    const EngineStatus status = pivot.status();
    QCOMPARE(status.pairs.size(), std::size_t(1));
    QCOMPARE(status.pairs.front().via, std::string("es"));
}

void TestPivotEngine::unsupportedPairFails()
{
    FakeEngine steps({});
    PivotEngine pivot(steps);
    QList<EngineOutcome> outcomes;
    pivot.translate({{u"x"_s}, u"en"_s, {u"pt"_s}, {}},
                    [&](const EngineOutcome &outcome) { outcomes.append(outcome); });
    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes.first().error, EngineError::Unsupported);
}

void TestPivotEngine::brokenStepFails_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("first") << 0;
    QTest::newRow("second") << 1;
}

void TestPivotEngine::brokenStepFails()
{
    QFETCH(int, step);
    FakeEngine steps({{u"en"_s, u"es"_s}, {u"es"_s, u"pt"_s}});
    steps.isHolding = true;
    PivotEngine pivot(steps);
    QList<EngineOutcome> outcomes;
    pivot.translate({{u"x"_s}, u"en"_s, {u"pt"_s}, {}},
                    [&](const EngineOutcome &outcome) { outcomes.append(outcome); });
    for (int i = 0; i <= step; ++i) {
        steps.error = i == step ? EngineError::Timeout : EngineError::None;
        const FakeEngine::Held held = steps.held.back();
        held.done(steps.answerTo(held.request));
    }
    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes.first().error, EngineError::Timeout);
    QCOMPARE(outcomes.first().target, u"pt"_s);
}

void TestPivotEngine::cancelledJobAnswersNobody()
{
    FakeEngine steps({{u"en"_s, u"es"_s}, {u"es"_s, u"pt"_s}});
    steps.isHolding = true;
    PivotEngine pivot(steps);
    int answers = 0;
    const quint64 job = pivot.translate({{u"x"_s}, u"en"_s, {u"pt"_s}, {}},
                                        [&](const EngineOutcome &) { ++answers; });
    pivot.cancel(job);
    pivot.cancel(job);
    QVERIFY(steps.cancelled.contains(1));
    const FakeEngine::Held held = steps.held.back();
    held.done(steps.answerTo(held.request));
    QCOMPARE(answers, 0);
    QCOMPARE(steps.held.size(), std::size_t(1));
}

void TestPivotEngine::twoSteps()
{
    FakeEngine steps({{u"en"_s, u"es"_s}, {u"es"_s, u"pt"_s}});
    steps.unknown = 0.5;
    PivotEngine pivot(steps);
    QList<EngineOutcome> outcomes;
    pivot.translate({{u"x"_s}, u"en"_s, {u"pt"_s}, {}},
                    [&](const EngineOutcome &outcome) { outcomes.append(outcome); });
    QCOMPARE(outcomes.size(), 1);
    QCOMPARE(outcomes.first().error, EngineError::None);
    QCOMPARE(outcomes.first().texts, QStringList{u"x>es>pt"_s});
    QCOMPARE(outcomes.first().pair, u"en-es+es-pt"_s);
    QCOMPARE(outcomes.first().via, QStringList{u"es"_s});
    QCOMPARE(outcomes.first().unknown, 0.75);
    QCOMPARE(outcomes.first().target, u"pt"_s);
}

QTEST_APPLESS_MAIN(TestPivotEngine)
#include "tst_pivot_engine.moc"
