#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "server/functions/function_texts.h"
#include "server/functions/text/word_list_moderator.h"

using namespace parley;
using namespace parley::functions;

namespace {

const ModerationPolicy kNoRules;

} // namespace

class TestFunctionTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenFolderIsAnError();
    void brokenListSpoilsAll();
    void builtInPhrasesWorkInEveryDirection();
    void builtInListsHit_data();
    void builtInListsHit();
    void builtInListsLeaveAlone_data();
    void builtInListsLeaveAlone();
    void phrasesAreClean();
    void worstTextsAreBounded_data();
    void worstTextsAreBounded();
};

void TestFunctionTexts::brokenFolderIsAnError()
{
    QVERIFY(!readPhrasebook(QStringLiteral("/nonexistent")));
    QVERIFY(!readModerator(QStringLiteral("/nonexistent")));
}

void TestFunctionTexts::brokenListSpoilsAll()
{
    QTemporaryDir folder;
    QDir(folder.path()).mkdir(QStringLiteral("moderation"));
    const auto write = [&](const QString &name, const QByteArray &text) {
        QFile file(folder.filePath(QStringLiteral("moderation/") + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(QStringLiteral("en.txt"), "@language en\n@category a 1 mask\ndrat\n");
    QVERIFY(readModerator(folder.path()));
    write(QStringLiteral("es.txt"), "caramba\n");
    const auto moderator = readModerator(folder.path());
    QVERIFY(!moderator);
    QVERIFY(moderator.error().message.find("es.txt") != std::string::npos);
}

void TestFunctionTexts::builtInPhrasesWorkInEveryDirection()
{
    const auto book = readPhrasebook(kBuiltInTexts);
    QVERIFY(book);
    QVERIFY2(book->size() >= 120, qPrintable(QString::number(book->size())));
    const QMap<QString, QString> hello{{QStringLiteral("en"), QStringLiteral("Thank you")},
                                       {QStringLiteral("es"), QStringLiteral("Gracias")},
                                       {QStringLiteral("ja"), QStringLiteral("ありがとう")},
                                       {QStringLiteral("pt"), QStringLiteral("Obrigado")},
                                       {QStringLiteral("fr"), QStringLiteral("Merci")},
                                       {QStringLiteral("de"), QStringLiteral("Danke")}};
    for (auto from = hello.cbegin(); from != hello.cend(); ++from) {
        for (auto to = hello.cbegin(); to != hello.cend(); ++to)
            QCOMPARE(book->translate(*from, from.key(), to.key()), std::optional(*to));
    }
}

void TestFunctionTexts::builtInListsHit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("rule");
    QTest::newRow("en") << QStringLiteral("oh crap") << QByteArray("en/mild");
    QTest::newRow("en insult") << QStringLiteral("you idiots") << QByteArray("en/insult");
    QTest::newRow("en threat") << QStringLiteral("kill yourself") << QByteArray("en/threat");
    QTest::newRow("es") << QStringLiteral("¡Mierda!") << QByteArray("es/mild");
    QTest::newRow("es accent") << QStringLiteral("estupido") << QByteArray("es/insult");
    QTest::newRow("ja") << QStringLiteral("このくそ") << QByteArray("ja/mild");
    QTest::newRow("ja kanji") << QStringLiteral("馬鹿！") << QByteArray("ja/insult");
    QTest::newRow("ja katakana") << QStringLiteral("バカ") << QByteArray("ja/insult");
    QTest::newRow("pt") << QStringLiteral("que merda é essa") << QByteArray("pt/mild");
    QTest::newRow("fr") << QStringLiteral("quel nigaud") << QByteArray("fr/insult");
    QTest::newRow("de") << QStringLiteral("so ein Dummkopf") << QByteArray("de/insult");
    QTest::newRow("de compound") << QStringLiteral("Scheißwetter") << QByteArray("de/mild");
}

void TestFunctionTexts::builtInListsHit()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, rule);
    const auto moderator = readModerator(kBuiltInTexts);
    QVERIFY(moderator);
    const std::vector<std::string> all{"de", "en", "es", "fr", "ja", "pt"};
    const auto verdict = (*moderator)->judge(text.toStdString(), {all, kNoRules});
    QVERIFY(verdict);
    QVERIFY(!verdict->findings.empty());
    QCOMPARE(QByteArray::fromStdString(verdict->findings.front().rule), rule);
}

void TestFunctionTexts::builtInListsLeaveAlone_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("scrap") << QStringLiteral("scrap metal and crape");
    QTest::newRow("hello") << QStringLiteral("he'll say hello");
    QTest::newRow("only") << QStringLiteral("そればかり");
    QTest::newRow("vacation") << QStringLiteral("バカンス");
    QTest::newRow("serious") << QStringLiteral("くそまじめな人");
    QTest::newRow("cinema") << QStringLiteral("シネマを見る");
    QTest::newRow("tonight") << QStringLiteral("esta tarde, tontería no");
    QTest::newRow("mashed potatoes") << QStringLiteral("purée de pommes");
}

void TestFunctionTexts::builtInListsLeaveAlone()
{
    QFETCH(QString, text);
    const auto moderator = readModerator(kBuiltInTexts);
    QVERIFY(moderator);
    const std::vector<std::string> all{"de", "en", "es", "fr", "ja", "pt"};
    const auto verdict = (*moderator)->judge(text.toStdString(), {all, kNoRules});
    QVERIFY(verdict);
    QVERIFY2(verdict->findings.empty(),
             verdict->findings.empty() ? "" : verdict->findings.front().rule.c_str());
}

void TestFunctionTexts::phrasesAreClean()
{
    const auto moderator = readModerator(kBuiltInTexts);
    QVERIFY(moderator);
    QFile file(kBuiltInTexts + QStringLiteral("/phrasebook.tsv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::vector<std::string> all{"de", "en", "es", "fr", "ja", "pt"};
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const auto verdict = (*moderator)->judge(line.toStdString(), {all, kNoRules});
        QVERIFY(verdict);
        QVERIFY2(verdict->findings.empty(), line.constData());
    }
}

// The lists that ship, against texts made to cost: counted, not timed.
void TestFunctionTexts::worstTextsAreBounded_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("ambiguous signs") << QByteArray("1!|");
    QTest::newRow("ambiguous signs and a letter") << QByteArray("1!|1!|1!|1!|d");
    QTest::newRow("all signs") << QByteArray("1!|0345$@");
    QTest::newRow("single letters") << QByteArray("d a m n ");
    QTest::newRow("letters between stops") << QByteArray("s.c.h.e.i.");
    QTest::newRow("insults") << QByteArray("idiot ");
    QTest::newRow("stretched") << QByteArray("iiiddd!!!ooot");
    QTest::newRow("kana") << QByteArray("くそばか");
    QTest::newRow("the longest decomposition") << QByteArray("\xef\xb7\xba");
}

void TestFunctionTexts::worstTextsAreBounded()
{
    QFETCH(QByteArray, pattern);
    const auto moderator = readModerator(kBuiltInTexts);
    QVERIFY(moderator);
    const int times = int(WordListModerator::kMaxTextBytes) / int(pattern.size());
    const std::vector<std::string> all{"de", "en", "es", "fr", "ja", "pt"};
    const auto verdict
        = (*moderator)->judge(pattern.repeated(times).toStdString(), {all, kNoRules});
    QVERIFY(verdict);
    QVERIFY2(verdict->steps < WordListModerator::kMaxSteps / 4,
             qPrintable(QString::number(verdict->steps)));
}

QTEST_APPLESS_MAIN(TestFunctionTexts)
#include "tst_function_texts.moc"
