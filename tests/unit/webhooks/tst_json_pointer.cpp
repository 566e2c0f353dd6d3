#include <QTest>

#include "server/webhooks/json_pointer.h"

using namespace parley;

class TestJsonPointer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
};

void TestJsonPointer::finds_data()
{
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("found"); // "": nothing
    // The document and the first rows are those of RFC 6901, section 5.
    QTest::newRow("whole") << QByteArray("")
                           << QByteArray(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8," ":7})");
    QTest::newRow("array") << QByteArray("/foo") << QByteArray(R"(["bar","baz"])");
    QTest::newRow("element") << QByteArray("/foo/0") << QByteArray(R"("bar")");
    QTest::newRow("empty name") << QByteArray("/") << QByteArray("0");
    QTest::newRow("slash") << QByteArray("/a~1b") << QByteArray("1");
    QTest::newRow("tilde") << QByteArray("/m~0n") << QByteArray("8");
    QTest::newRow("space") << QByteArray("/ ") << QByteArray("7");
    QTest::newRow("no slash") << QByteArray("foo") << QByteArray("");
    QTest::newRow("unknown") << QByteArray("/bar") << QByteArray("");
    QTest::newRow("behind the end") << QByteArray("/foo/2") << QByteArray("");
    QTest::newRow("leading zero") << QByteArray("/foo/00") << QByteArray("");
    QTest::newRow("sign") << QByteArray("/foo/-1") << QByteArray("");
    QTest::newRow("dash") << QByteArray("/foo/-") << QByteArray("");
    QTest::newRow("huge") << QByteArray("/foo/99999999999999999999") << QByteArray("");
    QTest::newRow("into a text") << QByteArray("/foo/0/1") << QByteArray("");
    QTest::newRow("half an escape") << QByteArray("/m~") << QByteArray("");
}

void TestJsonPointer::finds()
{
    QFETCH(const QByteArray, pointer);
    QFETCH(const QByteArray, found);
    const auto document = parseJson(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8," ":7})");
    QVERIFY(document);
    const JsonValue *value = atPointer(*document, pointer.toStdString());
    QCOMPARE(value ? QByteArray::fromStdString(jsonText(*value)) : QByteArray(), found);
}

QTEST_GUILESS_MAIN(TestJsonPointer)
#include "tst_json_pointer.moc"
