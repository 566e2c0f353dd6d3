#include <QTest>

#include "server/functions/translation/phrasebook.h"

using namespace parley;
using namespace parley::functions;

namespace {

const QString kBook
    = QStringLiteral("# comment\n"
                     "en\tes\tja\tfr\n"
                     "Hello | Hi\tHola\tこんにちは\tBonjour\n"
                     "How are you?\t¿Cómo estás?\t元気ですか？ | 元気？\tÇa va ?\n"
                     "I don't know\tNo lo sé\tわかりません\tJe ne sais pas\n"
                     "Fine, and you?\tBien, ¿y tú?\t元気、あなたは？\tBien, et toi ?\n"
                     "Good evening\tHola\tこんばんは\tBonsoir\n");

} // namespace

class TestPhrasebook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void translates_data();
    void translates();
};

void TestPhrasebook::refuses_data()
{
    QTest::addColumn<QString>("tsv");
    QTest::newRow("empty") << QString();
    QTest::newRow("only comments") << QStringLiteral("# a\n#b\n");
    QTest::newRow("unknown language") << QStringLiteral("en\txx\n");
    QTest::newRow("cell missing") << QStringLiteral("en\tes\tja\nHi\tHola\n");
    QTest::newRow("cell empty") << QStringLiteral("en\tes\nHi\t\n");
    QTest::newRow("cell is punctuation") << QStringLiteral("en\tes\nHi\t?!\n");
    QTest::newRow("cell too long") << QStringLiteral("en\tes\nHi\t") + QString(201, u'a');
}

void TestPhrasebook::refuses()
{
    QFETCH(QString, tsv);
    QVERIFY(!Phrasebook::parse(tsv));
}

void TestPhrasebook::translates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("answer"); // null: not in the book
    const auto row = [](const char *name, const char *text, const char *from, const char *to,
                        const char *answer) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(from)
                            << QString::fromUtf8(to)
                            << (answer ? QString::fromUtf8(answer) : QString());
    };
    row("empty", "", "en", "es", nullptr);
    row("only punctuation", "?!", "en", "es", nullptr);
    row("more words", "hello there", "en", "es", nullptr);
    row("wrong source", "hello", "es", "ja", nullptr);
    row("unknown target", "hello", "en", "ko", nullptr);
    row("mention", "hello @ana", "en", "es", nullptr);
    row("plain", "hello", "en", "es", "Hola");
    row("capitals and spaces", "  HELLO  ", "en", "es", "Hola");
    row("other spelling", "hi", "en", "ja", "こんにちは");
    row("exclaimed", "Hi!!", "en", "es", "¡Hola!");
    row("exclaimed, Japanese", "hola!", "es", "ja", "こんにちは！");
    row("exclaimed, French", "hello!", "en", "fr", "Bonjour\u00a0!");
    row("full stop", "Hello.", "en", "ja", "こんにちは。");
    row("ellipsis", "hello...", "en", "es", "Hola…");
    row("question", "How are you?", "en", "es", "¿Cómo estás?");
    row("question without its mark", "how are you", "en", "ja", "元気ですか？");
    row("question from Japanese", "元気？", "ja", "en", "How are you?");
    row("question to French", "¿cómo estás?", "es", "fr", "Ça va\u00a0?");
    row("inner opening mark stays", "fine, and you?", "en", "es", "Bien, ¿y tú?");
    row("inner opening mark understood", "bien, y tú?", "es", "en", "Fine, and you?");
    row("typographic apostrophe", "I don’t know", "en", "es", "No lo sé");
    row("full-width", "ＨＥＬＬＯ！", "en", "es", "¡Hola!");
    row("first phrase wins", "hola", "es", "en", "Hello");
}

void TestPhrasebook::translates()
{
    QFETCH(QString, text);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, answer);
    const auto book = Phrasebook::parse(kBook);
    QVERIFY(book);
    const auto translated = book->translate(text, from, to);
    QCOMPARE(translated.has_value(), !answer.isNull());
    if (translated)
        QCOMPARE(*translated, answer);
}

QTEST_APPLESS_MAIN(TestPhrasebook)
#include "tst_phrasebook.moc"
