#include <QTest>

#include "ui/models/payload_gist.h"
#include "ui/models/text_format.h"

using parley::ui::kGistBytes;
using parley::ui::payloadText;

class TestPayloadGist final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheWords_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *payload, const QString &words) {
            QTest::newRow(name) << QByteArray(payload) << words;
        };
        row("empty", "", {});
        row("one brace", "{", {});
        row("no object", "[\"text\",\"a\"]", {});
        row("plain text", "text: hello", {});
        row("name without a value", "{\"text\"", {});
        row("name and colon", "{\"text\":", {});
        row("ends in an escape", "{\"text\":\"a\\", QStringLiteral("a"));
        row("ends in half a code point", "{\"text\":\"a\\u00", QStringLiteral("a") + QChar(0));
        row("unfinished", "{\"text\":\"cut in the mid", QStringLiteral("cut in the mid"));
        row("no text", "{\"a\":1,\"b\":[{\"text\":\"inner\"}]}", {});
        row("a number called text", "{\"text\":5,\"b\":\"c\"}", {});
        row("an empty text", "{\"text\":\"\"}", {});
        row("brackets that never close", "{\"a\":[[[[{{{{\"b\",\"text\":\"no\"}", {});
        row("first", "{\"text\":\"hola\"}", QStringLiteral("hola"));
        row("behind an object with one", "{\"source\":{\"text\":\"no\"},\"text\":\"yes\"}",
            QStringLiteral("yes"));
        row("behind strings that look like syntax",
            "{\"a\":\"}],\\\"text\\\":\\\"no\",\"text\":\"yes\"}", QStringLiteral("yes"));
        row("with blanks", "{ \"a\" : [1, 2] ,\n\t\"text\" : \"x y\" }", QStringLiteral("x y"));
        row("escapes", "{\"text\":\"\\\"a\\\"\\\\\\/\\n\\u00e9\\ud83d\\ude00\"}",
            QStringLiteral("\"a\"\\/\né😀"));
        row("Japanese", "{\"text\":\"ありがとう\"}", QStringLiteral("ありがとう"));
    }

    void findsTheWords()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, words);
        QCOMPARE(payloadText(payload, 200), words);
        for (qsizetype size = 0; size < payload.size(); ++size) // cut anywhere: no reading beyond
            QVERIFY(payloadText(QByteArrayView(payload).first(size), 200).size() <= 200);
    }

    void looksOnlyAtTheFirstBytes()
    {
        const QByteArray filler(kGistBytes, 'x');
        QVERIFY(payloadText("{\"a\":\"" + filler + "\",\"text\":\"late\"}", 200).isEmpty());
        QCOMPARE(payloadText("{\"text\":\"" + filler + "\"}", 10).size(), 10);
    }

    void aListShowsTheWords()
    {
        QCOMPARE(parley::ui::previewText("{\"id\":\"01\",\"text\":\"hola\\nAna\"}", true),
                 QStringLiteral("hola Ana"));
        QCOMPARE(parley::ui::previewText("{\"id\":\"01\"}", true),
                 QStringLiteral("{\"id\":\"01\"}"));
    }
};

QTEST_GUILESS_MAIN(TestPayloadGist)
#include "tst_payload_gist.moc"
