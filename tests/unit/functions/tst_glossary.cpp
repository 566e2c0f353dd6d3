#include <QTest>

#include "server/functions/text/protected_text.h"
#include "server/functions/translation/translation_chain.h"
#include "tests/support/fake_engine.h"

using namespace parley;
using namespace parley::functions;
using namespace Qt::StringLiterals;
using parley::test::FakeEngine;

namespace {

const std::set<std::pair<QString, QString>> kPair{{u"en"_s, u"es"_s}};

QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

// What stands in the text for each hit, joined by '|'.
QByteArray hitsIn(const std::string &text, const std::vector<GlossaryTerm> &terms)
{
    QByteArrayList found;
    for (const GlossaryHit &hit : findGlossaryTerms(text, terms))
        found.append(bytes(text.substr(hit.span.begin, hit.span.end - hit.span.begin)));
    return found.join('|');
}

TranslationTask task(const QString &text, std::vector<GlossaryTerm> terms)
{
    TranslationTask made;
    made.text = text;
    made.source = u"en"_s;
    made.target = u"es"_s;
    made.glossary = std::move(terms);
    return made;
}

} // namespace

// A room's own words, and which engines it asks.
class TestGlossary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWholeWords_data();
    void findsWholeWords();
    void workStaysSmallOnHostileTexts();
    void theMoreSpecificEntryWins();
    void partsComeBackTranslated();
    void nothingButTermsNeedsNoEngine();
    void aTextWithTermsPassesThePhrasebook();
    void termsAreOfTheCachesKey();
    void theRoomOrdersTheEngines_data();
    void theRoomOrdersTheEngines();
};

void TestGlossary::findsWholeWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("found");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("inside another word") << QByteArray("sprinter, mysprint") << QByteArray();
    QTest::newRow("inside with digits") << QByteArray("sprint2") << QByteArray();
    QTest::newRow("any case") << QByteArray("The SPRINT ends") << QByteArray("SPRINT");
    QTest::newRow("longest first") << QByteArray("sprint review.") << QByteArray("sprint review");
    QTest::newRow("next to signs") << QByteArray("(sprint)") << QByteArray("sprint");
    QTest::newRow("twice") << QByteArray("sprint sprint") << QByteArray("sprint|sprint");
    QTest::newRow("accents count") << QByteArray("Jose, José") << QByteArray("José");
    QTest::newRow("no spaces in Japanese") << QByteArray("今日の東京は") << QByteArray("東京");
    QTest::newRow("broken UTF-8") << QByteArray("\xc3 sprint \xff") << QByteArray("sprint");
}

void TestGlossary::findsWholeWords()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, found);
    const std::vector<GlossaryTerm> terms{
        {"sprint", ""}, {"sprint review", ""}, {"José", ""}, {"東京", ""}};
    QCOMPARE(hitsIn(text.toStdString(), terms), found);
}

// 500 terms that all begin alike and nearly fit everywhere.
void TestGlossary::workStaysSmallOnHostileTexts()
{
    std::vector<GlossaryTerm> terms;
    for (int i = 0; i < 500; ++i)
        terms.push_back({std::string(100, 'a') + std::to_string(i), ""});
    QVERIFY(findGlossaryTerms(std::string(4096, 'a'), terms).empty());
    const std::string spaced = [] {
        std::string text;
        while (text.size() < 4096)
            text += std::string(100, 'a') + ' ';
        return text;
    }();
    QVERIFY(findGlossaryTerms(spaced, terms).empty());
}

void TestGlossary::theMoreSpecificEntryWins()
{
    const Glossary glossary{{{"", "", "sprint", ""},
                             {"en", "es", "sprint", "carrera"},
                             {"en", "", "sprint", "run"},
                             {"fr", "es", "course", "carrera"}}};
    const auto spanish = glossaryTerms(glossary, "en", "es");
    QCOMPARE(spanish.size(), std::size_t(1));
    QCOMPARE(bytes(spanish.front().translation), QByteArray("carrera"));
    QCOMPARE(bytes(glossaryTerms(glossary, "en", "ja").front().translation), QByteArray("run"));
    QCOMPARE(bytes(glossaryTerms(glossary, "de", "ja").front().translation), QByteArray());
}

void TestGlossary::partsComeBackTranslated()
{
    const ProtectedText text("see https://a.example/sprint, the Sprint and @sprint",
                             {{"sprint", "carrera"}});
    QCOMPARE(text.placeholderCount(), std::size_t(3)); // a term in an address stays a part of it
    QCOMPARE(bytes(text.original(1)), QByteArray("carrera"));
    std::string reply = text.token(0) + " " + text.token(1) + " " + text.token(2);
    QVERIFY(text.restoreTokens(reply, {}));
    QCOMPARE(bytes(reply), QByteArray("https://a.example/sprint carrera @sprint"));
    const ProtectedText tricky("sprint", {{"sprint", "XQ0QX"}});
    QVERIFY(tricky.token(0) != "XQ0QX");
}

void TestGlossary::nothingButTermsNeedsNoEngine()
{
    TranslationChain chain(*Phrasebook::parse(u"en\tes\n"_s), {});
    QList<Translation> answers;
    chain.translate(task(u"Sprint!"_s, {{"sprint", "carrera"}}),
                    [&](Translation answer) { answers.append(std::move(answer)); });
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.first().text, u"carrera!"_s);
    QCOMPARE(answers.first().engine, u"glossary"_s);
    QVERIFY(isTranslated(answers.first().status));
}

void TestGlossary::aTextWithTermsPassesThePhrasebook()
{
    FakeEngine engine(kPair);
    TranslationChain chain(*Phrasebook::parse(u"en\tes\ngood morning\tbuenos días\n"_s), {&engine});
    QList<Translation> answers;
    const auto keep = [&](Translation answer) { answers.append(std::move(answer)); };
    chain.translate(task(u"good morning"_s, {{"night", "noche"}}), keep);
    QCOMPARE(answers.last().engine, u"phrasebook"_s);
    chain.translate(task(u"good morning"_s, {{"morning", "alba"}}), keep);
    QCOMPARE(answers.last().engine, u"fake"_s);
    QCOMPARE(engine.requests.back().glossary.size(), std::size_t(1));
}

void TestGlossary::termsAreOfTheCachesKey()
{
    FakeEngine engine(kPair);
    TranslationChain chain(*Phrasebook::parse(u"en\tes\n"_s), {&engine});
    const auto ignore = [](const Translation &) {};
    chain.translate(task(u"the sprint ends"_s, {{"sprint", "carrera"}}), ignore);
    chain.translate(task(u"the sprint ends"_s, {{"sprint", "carrera"}}), ignore);
    QCOMPARE(engine.requests.size(), std::size_t(1));
    chain.translate(task(u"the sprint ends"_s, {{"sprint", "esprint"}}), ignore);
    QCOMPARE(engine.requests.size(), std::size_t(2));
    chain.translate(task(u"the sprint ends"_s, {}), ignore);
    QCOMPARE(engine.requests.size(), std::size_t(3));
    chain.translate(task(u"the sprint ends"_s, {{"night", "noche"}}), ignore); // not in the text
    QCOMPARE(engine.requests.size(), std::size_t(3));
}

void TestGlossary::theRoomOrdersTheEngines_data()
{
    QTest::addColumn<QStringList>("route");
    QTest::addColumn<bool>("hasRoute");
    QTest::addColumn<QString>("engine"); // that answers; "": none
    QTest::newRow("no route: the broker's order") << QStringList() << false << u"first"_s;
    QTest::newRow("the other first") << QStringList{u"second"_s, u"first"_s} << true << u"second"_s;
    QTest::newRow("one only") << QStringList{u"second"_s} << true << u"second"_s;
    QTest::newRow("unknown ones are passed over")
        << QStringList{u"nowhere"_s, u"first"_s} << true << u"first"_s;
    QTest::newRow("none: not translated") << QStringList() << true << QString();
}

void TestGlossary::theRoomOrdersTheEngines()
{
    QFETCH(QStringList, route);
    QFETCH(bool, hasRoute);
    QFETCH(QString, engine);
    FakeEngine first(kPair);
    FakeEngine second(kPair);
    first.name = u"first"_s;
    second.name = u"second"_s;
    TranslationChain chain(*Phrasebook::parse(u"en\tes\n"_s), {&first, &second});
    TranslationTask asked = task(u"see you there"_s, {});
    if (hasRoute)
        asked.engines = route;
    QList<Translation> answers;
    chain.translate(asked, [&](Translation answer) { answers.append(std::move(answer)); });
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.first().engine, engine);
    QCOMPARE(answers.first().status,
             engine.isEmpty() ? TranslationStatus::None : TranslationStatus::Ok);
    if (engine.isEmpty())
        QVERIFY(answers.first().reason.contains(u"room"_s));
}

QTEST_GUILESS_MAIN(TestGlossary)
#include "tst_glossary.moc"
