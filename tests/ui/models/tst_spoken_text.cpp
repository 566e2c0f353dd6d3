#include <QTest>

#include "ui/models/spoken_text.h"

using parley::ui::kSpokenBytes;
using parley::ui::spokenText;

class TestSpokenText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void looksNoFurtherThanItSays();
};

void TestSpokenText::finds_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("found");
    QTest::addColumn<QString>("text");
    const auto none = [](const char *name, const QByteArray &payload) {
        QTest::newRow(name) << payload << false << QString();
    };
    const auto some = [](const char *name, const QByteArray &payload, const QString &text) {
        QTest::newRow(name) << payload << true << text;
    };
    none("empty", "");
    none("no JSON", "Rain in the afternoon");
    none("an array", R"(["text","x"])");
    none("only nested", R"({"source":{"text":"inner"}})");
    none("a value called text", R"({"kind":"text"})");
    none("a number", R"({"text":4})");
    none("ends in the name", R"({"tex)");
    none("ends behind a backslash", R"({"a\)");
    some("plain", R"({"text":"hola"})", QStringLiteral("hola"));
    some("with spaces", " { \"a\" : [1,{\"text\":\"no\"}] , \"text\" : \"yes\" }",
         QStringLiteral("yes"));
    some("behind a nested one", R"({"source":{"text":"inner"},"text":"outer"})",
         QStringLiteral("outer"));
    some("braces and quotes in a string", R"({"a":"}\"{","text":"b"})", QStringLiteral("b"));
    some("escapes", R"({"text":"a\nb \"c\" \\ \u00e9"})", QStringLiteral("a b \"c\" \\ é"));
    some("surrogates", R"({"text":"\ud83d\ude00!"})", QStringLiteral("😀!"));
    some("a lone surrogate", R"({"text":"\ud83d!"})", QStringLiteral("?!"));
    some("cut in the middle", R"({"text":"he)", QStringLiteral("he"));
    some("cut in an escape", R"({"text":"he\u00)", QStringLiteral("he00"));
    some("Japanese", R"({"text":"今夜は雪"})", QStringLiteral("今夜は雪"));
}

void TestSpokenText::finds()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, found);
    QFETCH(QString, text);
    const auto shown = spokenText(payload);
    QCOMPARE(shown.has_value(), found);
    QCOMPARE(shown.value_or(QString()), text);
}

void TestSpokenText::looksNoFurtherThanItSays()
{
    const QByteArray far = "{\"a\":\"" + QByteArray(kSpokenBytes, 'x') + "\",\"text\":\"b\"}";
    QVERIFY(!spokenText(far));
    const auto cut = spokenText("{\"text\":\"" + QByteArray(10 * kSpokenBytes, 'x') + "\"}");
    QVERIFY(cut && cut->size() < kSpokenBytes);
}

QTEST_GUILESS_MAIN(TestSpokenText)
#include "tst_spoken_text.moc"
