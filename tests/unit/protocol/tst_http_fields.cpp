#include <QTest>

#include "server/protocol/http_fields.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_HttpFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldLine_data();
    void fieldLine();
    void tokens();
    void lists();
};

void tst_HttpFields::fieldLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected"); // "" when refused

    const auto row = [](const char *name, const QByteArray &line, const char *expected) {
        QTest::newRow(name) << line << QByteArray(expected);
    };
    row("empty", "", "");
    row("no colon", "abc", "");
    row("no name", ": a", "");
    row("space before the colon", "a : b", "");
    row("tab before the colon", "a\t: b", "");
    row("folded by space", " a: b", "");
    row("folded by tab", "\ta: b", "");
    row("zero byte", QByteArray("a: b\0", 5), "");
    row("CR", "a: b\rc", "");
    row("name with a slash", "a/b: c", "");
    row("name beyond ASCII", "\xc3\xa9: c", "");
    row("plain", "Host: a", "host=a");
    row("no space", "A:b", "a=b");
    row("colon in the value", "a: b:c", "a=b:c");
    row("empty value", "a:", "a=");
    row("only spaces", "a: \t ", "a=");
    row("trimmed", "a: \t b c \t", "a=b c");
    row("high bytes", "a: \xff\x80", "a=\xff\x80");
}

void tst_HttpFields::fieldLine()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);

    const auto field = parseFieldLine(line.toStdString());
    QCOMPARE(bool(field), !expected.isEmpty());
    if (field)
        QCOMPARE(bytes(field->name + '=' + field->value), expected);
}

void tst_HttpFields::tokens()
{
    QVERIFY(isToken("!#$%&'*+-.^_`|~09azAZ"));
    for (const std::string_view text :
         {std::string_view(""), std::string_view("a b"), std::string_view("a,b"),
          std::string_view("\"a\""), std::string_view("a\0", 2), std::string_view("\xc3\xa9")})
        QVERIFY(!isToken(text));
    QVERIFY(equalIgnoringCase("WebSocket", "wEBsOCKET"));
    QVERIFY(!equalIgnoringCase("[", "{")); // 0x20 apart, and no letters
    QVERIFY(!equalIgnoringCase("a", "ab"));
}

void tst_HttpFields::lists()
{
    const auto elements = listElements(" a ,,b\t, ");
    QCOMPARE(elements.size(), std::size_t(4));
    QCOMPARE(bytes(elements[0]), QByteArray("a"));
    QCOMPARE(bytes(elements[1]), QByteArray(""));
    QCOMPARE(bytes(elements[2]), QByteArray("b"));
    QCOMPARE(bytes(elements[3]), QByteArray(""));

    const std::string value = "keep-alive, Upgrade";
    QVERIFY(listContains(&value, "upgrade"));
    QVERIFY(!listContains(&value, "up"));
    QVERIFY(!listContains(nullptr, "upgrade"));
}

QTEST_APPLESS_MAIN(tst_HttpFields)
#include "tst_http_fields.moc"
