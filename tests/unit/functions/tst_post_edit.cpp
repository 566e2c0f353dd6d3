#include <QTest>

#include "server/functions/translation/post_edit.h"

using parley::functions::postEdited;

class TestPostEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mends_data();
    void mends();
};

void TestPostEdit::mends_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("translated");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("mended");
    const auto row = [](const char *name, const char *source, const char *translated,
                        const char *language, const char *mended) {
        QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(translated)
                            << QString::fromUtf8(language) << QString::fromUtf8(mended);
    };
    row("empty", "", "", "es", "");
    row("only signs", "?!", "?!", "es", "?!");
    row("nothing to do", "hello", "hola", "es", "hola");
    row("double space", "What time is it", "Qué tiempo  es", "es", "Qué tiempo es");
    row("double space of the author", "a  b", "a  b", "es", "a  b");
    row("spaces at the ends", "Hi.", "  Hola. ", "es", "Hola.");
    row("line break at the end stays", "Hi.\n", " Hola.", "es", "Hola.\n");
    row("space before a stop", "Yes, I see.", "Sí , ya veo .", "es", "Sí, ya veo.");
    row("large letter moved", "Hello friends", "Hola Amigos", "es", "Hola amigos");
    row("large letter was lost", "He is good", "es bueno", "es", "Es bueno");
    row("large letter came from nowhere", "the red house", "La casa roja", "es", "la casa roja");
    row("it belongs to English", "yo hablo", "I speak", "en", "I speak");
    row("name keeps its letter", "Hello Ana", "Hola Ana", "es", "Hola Ana");
    row("capitals stay", "HELLO YOU", "HOLA TÚ", "es", "HOLA TÚ");
    row("abbreviation stays", "the EU today", "La EU hoy", "es", "La EU hoy");
    row("new sentence keeps it", "Yes. He is", "Sí. Es", "es", "Sí. Es");
    row("German nouns stay", "The house", "Das Haus", "de", "Das Haus");
    row("English words stay", "hablo inglés el lunes", "I speak English on Monday", "en",
        "I speak English on Monday");
    row("English moved letter", "Hola amigos", "Hello Fellow", "en", "Hello fellow");
    row("question", "Where is it?", "Dónde está?", "es", "¿Dónde está?");
    row("question behind a sentence", "Hi. Where is it?", "Hola. Dónde está?", "es",
        "Hola. ¿Dónde está?");
    row("two questions", "Who? Where?", "Quién? Dónde?", "es", "¿Quién? ¿Dónde?");
    row("open already", "Where?", "¿Dónde?", "es", "¿Dónde?");
    row("many marks", "Where???", "Dónde???", "es", "¿Dónde???");
    row("exclaimed", "Great!", "Genial!", "es", "¡Genial!");
    row("not in French", "Where?", "Où?", "fr", "Où?");
}

void TestPostEdit::mends()
{
    QFETCH(QString, source);
    QFETCH(QString, translated);
    QFETCH(QString, language);
    QFETCH(QString, mended);
    QCOMPARE(postEdited(source, translated, language), mended);
}

QTEST_APPLESS_MAIN(TestPostEdit)
#include "tst_post_edit.moc"
