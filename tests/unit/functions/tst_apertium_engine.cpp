#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "server/functions/translation/apertium_engine.h"

using namespace parley::functions;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A folder of modes and one of programs, all of them the fake stage.
struct FakeApertium {
    FakeApertium()
    {
        QDir(folder.path()).mkdir(u"modes"_s);
        QDir(folder.path()).mkdir(u"bin"_s);
        QFile::link(QStringLiteral(FAKE_STAGE), folder.filePath(u"bin/lt-proc"_s));
    }

    void addMode(const QString &name, const QByteArray &text = "lt-proc -b | lt-proc $1")
    {
        QFile file(folder.filePath(u"modes/"_s + name + u".mode"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    // One more than may live at once: English into each of codes().
    void addFivePairs()
    {
        for (const char *language : {"spa", "por", "fra", "ita", "cat"})
            addMode(u"eng-"_s + QLatin1String(language));
    }
    static QStringList codes() { return {u"es"_s, u"pt"_s, u"fr"_s, u"it"_s, u"ca"_s}; }

    ApertiumOptions options() const
    {
        return {folder.filePath(u"modes"_s), {folder.filePath(u"bin"_s)}, {20s, 20s, 20s}};
    }

    QTemporaryDir folder;
};

struct Asker {
    explicit Asker(const ApertiumOptions &options) : engine(options) {}

    quint64 ask(const QString &text, const QString &source = u"en"_s,
                const QString &target = u"es"_s)
    {
        return engine.translate({{text}, source, {target}, QDeadlineTimer(20s)},
                                [this](EngineOutcome outcome) { outcomes.append(outcome); });
    }

    EngineOutcome askAndWait(const QString &text, const QString &source = u"en"_s,
                             const QString &target = u"es"_s)
    {
        const qsizetype before = outcomes.size();
        ask(text, source, target);
        const bool isDone = QTest::qWaitFor([&] { return outcomes.size() > before; }, 30'000);
        return isDone ? outcomes.last() : EngineOutcome{};
    }

    QList<EngineOutcome> outcomes;
    ApertiumEngine engine;
};

// The stages' reserved characters, and what people write around them.
QString randomText(QRandomGenerator &random)
{
    static const QString kAlphabet = u"\\^$<>{}[]@/*#~_=+|&;:.,!?¿¡'\"`()- \n\tabcXQN0159éñß日👍"_s;
    QString text;
    const int length = random.bounded(1, 60);
    for (int i = 0; i < length; ++i) {
        if (random.bounded(4) == 0)
            text += random.bounded(2) == 0 ? u"house "_s : u"I am "_s;
        else
            text += kAlphabet.at(random.bounded(int(kAlphabet.size())));
    }
    return text;
}

} // namespace

class TestApertiumEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void missingApertiumSaysSo_data();
    void missingApertiumSaysSo();
    void unsupportedPairFails();
    void lostPlaceholders_data();
    void lostPlaceholders();
    void tooManyUnknownWords_data();
    void tooManyUnknownWords();
    void cancelledJobAnswersNobody();
    void deadPairLeavesOthersAlone();
    void fourChainsAtMost();
    void aQuestionWaitsWhileAllChainsWork();
    void waitingEndsAtItsDeadline();
    void plainPairBeatsItsVariant();
    void realReservedCharacters();
    void realLongTexts_data();
    void realLongTexts();
    void realTranslations_data();
    void realTranslations();
};

void TestApertiumEngine::missingApertiumSaysSo_data()
{
    QTest::addColumn<QByteArray>("mode"); // empty: none
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("no folder") << QByteArray("-") << QByteArray("Apertium is not installed");
    QTest::newRow("no pair") << QByteArray()
                             << QByteArray("Apertium has no language pair installed");
    QTest::newRow("program missing") << QByteArray("lt-proc a | cg-proc b")
                                     << QByteArray("pair eng-spa: cg-proc is not installed");
    QTest::newRow("data missing") << QByteArray("lt-proc '/nonexistent.bin'")
                                  << QByteArray("pair eng-spa: a data file is missing");
    QTest::newRow("strange program") << QByteArray("sh -c x")
                                     << QByteArray("pair eng-spa: needs a program that is not "
                                                   "supported");
}

void TestApertiumEngine::missingApertiumSaysSo()
{
    QFETCH(QByteArray, mode);
    QFETCH(QByteArray, problem);
    FakeApertium fake;
    ApertiumOptions options = fake.options();
    if (mode == "-")
        options.modesFolder += u"-not"_s;
    else if (!mode.isEmpty())
        fake.addMode(u"eng-spa"_s, mode);
    const ApertiumEngine engine(options);
    QVERIFY(!engine.supports(u"en"_s, u"es"_s));
    QVERIFY(engine.status().pairs.empty());
    QCOMPARE(engine.status().problem, problem.toStdString());
}

void TestApertiumEngine::unsupportedPairFails()
{
    FakeApertium fake;
    fake.addMode(u"eng-spa"_s);
    Asker asker(fake.options());
    QCOMPARE(asker.askAndWait(u"hi"_s, u"en"_s, u"ja"_s).error, EngineError::Unsupported);
    QCOMPARE(asker.engine.liveChains(), 0);
}

void TestApertiumEngine::lostPlaceholders_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<EngineError>("error");
    QTest::newRow("lost as a word, comes back as a block")
        << u"LOSEWORD @ana"_s << EngineError::None;
    QTest::newRow("lost both ways") << u"LOSEALL @ana"_s << EngineError::Protocol;
    QTest::newRow("address lost") << u"LOSEALL https://a.example/"_s << EngineError::Protocol;
}

void TestApertiumEngine::lostPlaceholders()
{
    QFETCH(QString, text);
    QFETCH(EngineError, error);
    FakeApertium fake;
    fake.addMode(u"eng-spa"_s, "lt-proc a");
    Asker asker(fake.options());
    const EngineOutcome outcome = asker.askAndWait(text);
    QCOMPARE(outcome.error, error);
    if (error == EngineError::None)
        QCOMPARE(outcome.texts, QStringList{text});
    else
        QVERIFY(!outcome.problem.isEmpty());
}

void TestApertiumEngine::tooManyUnknownWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("unknown"); // below 0: refused
    QTest::newRow("all of them") << u"UNKNOWN"_s << -1.0;
    QTest::newRow("half of four") << u"UNKNOWN UNKNOWN good day"_s << -1.0;
    QTest::newRow("a name in two") << u"hello UNKNOWN"_s << 0.5;
    QTest::newRow("one in four") << u"good day my UNKNOWN"_s << 0.25;
}

void TestApertiumEngine::tooManyUnknownWords()
{
    QFETCH(QString, text);
    QFETCH(double, unknown);
    FakeApertium fake;
    fake.addMode(u"eng-spa"_s, "lt-proc a");
    Asker asker(fake.options());
    const EngineOutcome outcome = asker.askAndWait(text);
    QCOMPARE(outcome.error, unknown < 0 ? EngineError::Unsupported : EngineError::None);
    if (unknown >= 0)
        QCOMPARE(outcome.unknown, unknown);
}

void TestApertiumEngine::cancelledJobAnswersNobody()
{
    FakeApertium fake;
    fake.addMode(u"eng-spa"_s);
    Asker asker(fake.options());
    asker.engine.cancel(asker.ask(u"first"_s));
    asker.ask(u"second"_s);
    QTRY_COMPARE(asker.outcomes.size(), 1);
    QCOMPARE(asker.outcomes.first().texts, QStringList{u"second"_s});
}

void TestApertiumEngine::deadPairLeavesOthersAlone()
{
    FakeApertium fake;
    fake.addMode(u"eng-spa"_s, "lt-proc --silent");
    fake.addMode(u"spa-eng"_s);
    Asker asker(fake.options());
    asker.ask(u"never answered"_s);
    const EngineOutcome outcome = asker.askAndWait(u"hola"_s, u"es"_s, u"en"_s);
    QCOMPARE(outcome.error, EngineError::None);
    QCOMPARE(outcome.pair, u"spa-eng"_s);
    QCOMPARE(asker.outcomes.size(), 1);
}

void TestApertiumEngine::fourChainsAtMost()
{
    FakeApertium fake;
    fake.addFivePairs();
    Asker asker(fake.options());
    for (const QString &code : FakeApertium::codes())
        QCOMPARE(asker.askAndWait(u"good day"_s, u"en"_s, code).error, EngineError::None);
    QCOMPARE(asker.engine.liveChains(), ApertiumEngine::kMaxChains);
    asker.engine.prewarm(u"en"_s, u"es"_s); // full: a hint does not push anybody out
    QCOMPARE(asker.engine.liveChains(), ApertiumEngine::kMaxChains);
    QCOMPARE(asker.askAndWait(u"good day"_s).error, EngineError::None); // comes back when asked
}

// Five pairs at once, four may live: the fifth waits, and nobody's question is killed for it.
void TestApertiumEngine::aQuestionWaitsWhileAllChainsWork()
{
    FakeApertium fake;
    fake.addFivePairs();
    Asker asker(fake.options());
    constexpr int kRounds = 20;
    for (int round = 0; round < kRounds; ++round)
        for (const QString &code : FakeApertium::codes())
            asker.ask(u"good day"_s, u"en"_s, code);
    QCOMPARE(asker.engine.liveChains(), ApertiumEngine::kMaxChains);
    QVERIFY(QTest::qWaitFor(
        [&] { return asker.outcomes.size() == kRounds * FakeApertium::codes().size(); }, 30'000));
    for (const EngineOutcome &outcome : std::as_const(asker.outcomes))
        QCOMPARE(outcome.error, EngineError::None);
    QVERIFY(asker.engine.liveChains() <= ApertiumEngine::kMaxChains);
}

void TestApertiumEngine::waitingEndsAtItsDeadline()
{
    FakeApertium fake;
    fake.addFivePairs();
    Asker asker(fake.options());
    for (const QString &code : {u"es"_s, u"pt"_s, u"fr"_s, u"it"_s})
        asker.ask(u"HANG"_s, u"en"_s, code);
    QList<EngineOutcome> late;
    asker.engine.translate({{u"good day"_s}, u"en"_s, {u"ca"_s}, QDeadlineTimer(0)},
                           [&](EngineOutcome outcome) { late.append(outcome); });
    QTRY_COMPARE(late.size(), 1);
    QCOMPARE(late.first().error, EngineError::Timeout);
    QCOMPARE(asker.engine.liveChains(), ApertiumEngine::kMaxChains);
}

void TestApertiumEngine::plainPairBeatsItsVariant()
{
    FakeApertium fake;
    fake.addMode(u"es-pt_BR"_s);
    fake.addMode(u"es-pt"_s);
    fake.addMode(u"spa-eng_US"_s);
    Asker asker(fake.options());
    QCOMPARE(asker.askAndWait(u"hola"_s, u"es"_s, u"pt"_s).pair, u"es-pt"_s);
    QCOMPARE(asker.askAndWait(u"hola"_s, u"es"_s, u"en"_s).pair, u"spa-eng_US"_s);
}

// 2,000 hostile texts: each is answered, and the chain is never out of step, so never restarted.
void TestApertiumEngine::realReservedCharacters()
{
    const ApertiumModes modes
        = ApertiumModes::discover(u"/usr/share/apertium/modes"_s, QStringList());
    const auto pair = modes.pairs.find({u"en"_s, u"es"_s});
    QVERIFY2(pair != modes.pairs.end(), "apertium-eng-spa must be installed for the tests");
    ApertiumChain chain(pair->second.stages, {20s, 20s, 20s}, nullptr);
    QRandomGenerator random(20261123);
    constexpr int kTexts = 2000;
    int answered = 0;
    int whole = 0;
    for (int i = 0; i < kTexts; ++i) {
        const ProtectedText text(randomText(random).toStdString());
        const std::string stream = toApertium(text, PlaceholderForm::BlocksOnly);
        chain.ask(QByteArray::fromStdString(stream), QDeadlineTimer::Forever,
                  [&, text](const ApertiumChain::Answer &answer) {
                      ++answered;
                      const auto reply = fromApertium(answer.text.toStdString(), text);
                      whole += answer.error == EngineError::None && reply ? 1 : 0;
                  });
        if (i % 100 == 99)
            QTRY_COMPARE_WITH_TIMEOUT(answered, i + 1, 30'000);
    }
    QCOMPARE(answered, kTexts);
    QCOMPARE(chain.starts(), 1);
    QCOMPARE(whole, kTexts);
}

void TestApertiumEngine::realLongTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("5000 equal letters") << QString(5000, u'a');
    QTest::newRow("1000 words") << u"house "_s.repeated(1000);
    QTest::newRow("1000 open brackets") << QString(1000, u'[');
    QTest::newRow("full stops") << QString(500, u'.');
    QTest::newRow("line breaks") << u"one\n\n\ntwo\n"_s;
}

void TestApertiumEngine::realLongTexts()
{
    QFETCH(QString, text);
    Asker asker(ApertiumOptions{u"/usr/share/apertium/modes"_s, {}, {20s, 20s, 20s}});
    asker.askAndWait(text);
    QCOMPARE(asker.outcomes.size(), 1);
    const EngineOutcome next = asker.askAndWait(u"the red house"_s); // still in step
    QCOMPARE(next.texts, QStringList{u"la casa roja"_s});
}

void TestApertiumEngine::realTranslations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("contains");
    QTest::newRow("en-es") << u"My friend's house is big."_s << u"en"_s << u"es"_s
                           << u"La casa de mi amigo es grande."_s;
    QTest::newRow("case") << u"Hello friends"_s << u"en"_s << u"es"_s << u"Hola amigos"_s;
    QTest::newRow("es-en") << u"Los gatos negros duermen."_s << u"es"_s << u"en"_s << u"cats"_s;
    QTest::newRow("es-pt") << u"La casa es grande."_s << u"es"_s << u"pt"_s
                           << u"A casa é grande."_s;
    QTest::newRow("fr-es") << u"La maison est grande."_s << u"fr"_s << u"es"_s
                           << u"La casa es grande."_s;
    QTest::newRow("placeholders") << u"Hi @ana, see https://a.example/x_y?z=1 **now** 👍🏽"_s
                                  << u"en"_s << u"es"_s << u"https://a.example/x_y?z=1"_s;
    QTest::newRow("mention") << u"The house of @ana is big."_s << u"en"_s << u"es"_s << u"@ana"_s;
    QTest::newRow("mask") << u"The **** house is big."_s << u"en"_s << u"es"_s << u"****"_s;
}

void TestApertiumEngine::realTranslations()
{
    QFETCH(QString, text);
    QFETCH(QString, source);
    QFETCH(QString, target);
    QFETCH(QString, contains);
    Asker asker(ApertiumOptions{u"/usr/share/apertium/modes"_s, {}, {20s, 20s, 20s}});
    const EngineOutcome outcome = asker.askAndWait(text, source, target);
    QCOMPARE(outcome.error, EngineError::None);
    QVERIFY2(outcome.texts.first().contains(contains), qPrintable(outcome.texts.first()));
}

QTEST_GUILESS_MAIN(TestApertiumEngine)
#include "tst_apertium_engine.moc"
