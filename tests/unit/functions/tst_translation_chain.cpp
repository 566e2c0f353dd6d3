#include <QTest>

#include "server/functions/translation/translation_chain.h"
#include "tests/support/fake_engine.h"

using namespace parley::functions;
using namespace Qt::StringLiterals;
using parley::test::FakeEngine;

namespace {

// The pairs of Apertium on a small machine.
std::set<std::pair<QString, QString>> somePairs()
{
    return {{u"en"_s, u"es"_s}, {u"es"_s, u"en"_s}};
}

Phrasebook book()
{
    return *Phrasebook::parse(u"en\tes\tja\nHello\tHola\tこんにちは\n"_s);
}

struct Asker {
    explicit Asker(std::vector<TranslationEngine *> engines,
                   std::chrono::milliseconds deadline = TranslationChain::kDeadline) :
        chain(book(), std::move(engines), deadline)
    {
    }

    void ask(const QString &text, const QString &source, const QString &target)
    {
        chain.translate({text, source, target},
                        [this](Translation answer) { answers.append(std::move(answer)); });
    }

    TranslationChain chain;
    QList<Translation> answers;
};

} // namespace

class TestTranslationChain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noEngineSaysSo_data();
    void noEngineSaysSo();
    void brokenEngineGivesTheOriginal();
    void nextEngineHelps();
    void silentEngineRunsIntoTheDeadline();
    void failuresAreNotCached();
    void nothingToTranslate_data();
    void nothingToTranslate();
    void phrasebookBeforeEngines();
    void secondTimeFromTheCache();
    void prewarmReachesTheFirstThatKnows();
    void statusJoinsTheStepsOfOneEngine();
};

void TestTranslationChain::noEngineSaysSo_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    QTest::addColumn<std::string>("problem");
    QTest::addColumn<bool>("hasPairs");
    QTest::addColumn<QString>("reason");
    QTest::newRow("target that nobody knows")
        << u"en"_s << u"ja"_s << std::string() << true << u"no engine for Japanese"_s;
    QTest::newRow("pair that nobody knows")
        << u"ja"_s << u"es"_s << std::string() << true << u"no engine from Japanese to Spanish"_s;
    QTest::newRow("not installed")
        << u"en"_s << u"es"_s << std::string("Apertium is not installed") << false
        << u"no engine for Spanish: Apertium is not installed"_s;
}

void TestTranslationChain::noEngineSaysSo()
{
    QFETCH(QString, source);
    QFETCH(QString, target);
    QFETCH(std::string, problem);
    QFETCH(bool, hasPairs);
    QFETCH(QString, reason);
    FakeEngine engine(hasPairs ? somePairs() : std::set<std::pair<QString, QString>>{});
    engine.problem = problem;
    Asker asker({&engine});
    asker.ask(u"good day"_s, source, target);
    QCOMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.answers.first().status, TranslationStatus::None);
    QCOMPARE(asker.answers.first().text, u"good day"_s);
    QCOMPARE(asker.answers.first().reason, reason);
    QVERIFY(engine.requests.empty());
}

void TestTranslationChain::brokenEngineGivesTheOriginal()
{
    FakeEngine engine(somePairs());
    engine.error = EngineError::Transient;
    Asker asker({&engine});
    asker.ask(u"good day"_s, u"en"_s, u"es"_s);
    QCOMPARE(asker.answers.first().status, TranslationStatus::Failed);
    QCOMPARE(asker.answers.first().text, u"good day"_s);
    QCOMPARE(asker.answers.first().reason, u"broken"_s);
    QCOMPARE(asker.answers.first().engine, u"fake"_s);
}

void TestTranslationChain::nextEngineHelps()
{
    FakeEngine broken(somePairs());
    broken.error = EngineError::Quota;
    FakeEngine other(std::set<std::pair<QString, QString>>{{u"en"_s, u"es"_s}});
    other.name = u"other"_s;
    Asker asker({&broken, &other});
    asker.ask(u"good day"_s, u"en"_s, u"es"_s);
    QCOMPARE(asker.answers.first().status, TranslationStatus::Ok);
    QCOMPARE(asker.answers.first().engine, u"other"_s);
    QCOMPARE(asker.answers.first().quality, u"draft"_s);
}

void TestTranslationChain::silentEngineRunsIntoTheDeadline()
{
    FakeEngine engine(somePairs());
    engine.isHolding = true;
    Asker asker({&engine}, std::chrono::milliseconds(20));
    asker.ask(u"good day"_s, u"en"_s, u"es"_s);
    QCOMPARE(asker.answers.size(), 0);
    QTRY_COMPARE(asker.answers.size(), 1);
    QCOMPARE(asker.answers.first().status, TranslationStatus::Failed);
    QCOMPARE(asker.answers.first().text, u"good day"_s);
    QVERIFY(engine.cancelled.contains(1));
    engine.held.front().done(engine.answerTo(engine.held.front().request)); // too late
    QCOMPARE(asker.answers.size(), 1);
}

void TestTranslationChain::failuresAreNotCached()
{
    FakeEngine engine(somePairs());
    engine.error = EngineError::Transient;
    Asker asker({&engine});
    asker.ask(u"good day"_s, u"en"_s, u"es"_s);
    engine.error = EngineError::None;
    asker.ask(u"good day"_s, u"en"_s, u"es"_s);
    QCOMPARE(asker.answers.last().status, TranslationStatus::Ok);
    QCOMPARE(engine.requests.size(), std::size_t(2));
}

void TestTranslationChain::nothingToTranslate_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("target");
    QTest::newRow("same language") << u"good day"_s << u"en"_s;
    QTest::newRow("empty") << QString() << u"es"_s;
    QTest::newRow("emoji") << u"👍🏽 🎉"_s << u"es"_s;
    QTest::newRow("address") << u"https://a.example/x"_s << u"es"_s;
    QTest::newRow("mention and stars") << u"@ana ****"_s << u"es"_s;
    QTest::newRow("number") << u"12:30"_s << u"es"_s;
}

void TestTranslationChain::nothingToTranslate()
{
    QFETCH(QString, text);
    QFETCH(QString, target);
    FakeEngine engine(somePairs());
    Asker asker({&engine});
    asker.ask(text, u"en"_s, target);
    QCOMPARE(asker.answers.first().status, TranslationStatus::Same);
    QCOMPARE(asker.answers.first().text, text);
    QVERIFY(engine.requests.empty());
}

void TestTranslationChain::phrasebookBeforeEngines()
{
    FakeEngine engine(somePairs());
    Asker asker({&engine});
    asker.ask(u"hello!"_s, u"en"_s, u"es"_s);
    asker.ask(u"hello"_s, u"en"_s, u"ja"_s);
    QCOMPARE(asker.answers.first().status, TranslationStatus::Phrasebook);
    QCOMPARE(asker.answers.first().text, u"¡Hola!"_s);
    QCOMPARE(asker.answers.first().quality, u"good"_s);
    QCOMPARE(asker.answers.last().text, u"こんにちは"_s);
    QVERIFY(engine.requests.empty());
}

void TestTranslationChain::secondTimeFromTheCache()
{
    FakeEngine engine(somePairs());
    engine.unknown = 0.25;
    Asker asker({&engine});
    asker.ask(u"good day @ana"_s, u"en"_s, u"es"_s);
    asker.ask(u"good day @bob"_s, u"en"_s, u"es"_s);
    QCOMPARE(engine.requests.size(), std::size_t(1));
    QCOMPARE(asker.answers.last().status, TranslationStatus::Cached);
    QCOMPARE(asker.answers.last().text, u"good day @bob>es"_s);
    QCOMPARE(asker.answers.last().unknown, 0.25);
    QCOMPARE(asker.answers.last().pair, u"en-es"_s);
}

void TestTranslationChain::prewarmReachesTheFirstThatKnows()
{
    FakeEngine first(somePairs());
    FakeEngine second({{u"en"_s, u"fr"_s}, {u"en"_s, u"es"_s}});
    Asker asker({&first, &second});
    asker.chain.prewarm(u"en"_s, u"fr"_s);
    asker.chain.prewarm(u"en"_s, u"es"_s);
    asker.chain.prewarm(u"en"_s, u"ja"_s);
    QCOMPARE(first.warmed.size(), std::size_t(1));
    QCOMPARE(second.warmed.size(), std::size_t(1));
}

void TestTranslationChain::statusJoinsTheStepsOfOneEngine()
{
    FakeEngine direct(somePairs());
    FakeEngine pivot(std::set<std::pair<QString, QString>>{{u"en"_s, u"pt"_s}});
    Asker asker({&direct, &pivot});
    const auto status = asker.chain.status();
    QCOMPARE(status.size(), std::size_t(2));
    QCOMPARE(status[0].name, std::string("phrasebook"));
    QCOMPARE(status[0].pairs.size(), std::size_t(6));
    QCOMPARE(status[1].pairs.size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(TestTranslationChain)
#include "tst_translation_chain.moc"
