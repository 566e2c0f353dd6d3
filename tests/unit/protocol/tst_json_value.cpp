#include <QTest>

#include "server/protocol/json_parser.h"
#include "server/protocol/json_value.h"
#include "server/protocol/limits.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_JsonValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void understands_data();
    void understands();
    void depth();
    void doubledNamesAmongMany();
    void integersKeepTheirKind();
    void membersWithoutATree();
    void parserIsReusable();
    void messageQuotesNothing();
};

void tst_JsonValue::refuses_data()
{
    QTest::addColumn<QByteArray>("text");

    for (const char *text : {"",
                             " ",
                             "{",
                             "}",
                             "[",
                             "[1,]",
                             "{\"a\":1,}",
                             "{\"a\"}",
                             "{a:1}",
                             "{'a':1}",
                             "{1:1}",
                             "[1 2]",
                             "{} {}",
                             "{}x",
                             "nul",
                             "NaN",
                             "Infinity",
                             "-",
                             "+1",
                             "01",
                             "-01",
                             "1.",
                             ".5",
                             "1e",
                             "0x10",
                             "1e400",
                             "-1e400",
                             "18446744073709551616",
                             "-9223372036854775809",
                             "\"",
                             "\"a",
                             "a",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"\\",
                             "\"a\nb\"",
                             "\"\t\"",
                             "// c\n{}",
                             "/*c*/{}",
                             "\xef\xbb\xbf{}",
                             "\"\xff\"",
                             "\"\xc0\xaf\"",
                             "\"\xed\xa0\x80\"",
                             "\"\xe9\x9b\"",
                             "\"\\ud800\"",
                             "\"\\udc00\"",
                             "\"\\ud800\\u0041\"",
                             "\"\\ud800\\ud800\"",
                             "\"\\ud800x\"",
                             "\"\\udc00\\ud800\"",
                             "\"\\\\\\ud800\"",
                             "{\"\\udfff\":1}",
                             "{\"a\":1,\"a\":1}",
                             "{\"a\":1,\"\\u0061\":2}",
                             "[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]"})
        QTest::addRow("%s", QByteArray(text).toPercentEncoding(" {}[]\":,\\").constData())
            << QByteArray(text);
    QTest::newRow("zero byte in a string") << QByteArray("\"a\0\"", 4);
    QTest::newRow("zero byte behind") << QByteArray("{}\0", 3);
    QTest::newRow("only a zero byte") << QByteArray("\0", 1);
    QTest::newRow("100,000 brackets") << QByteArray(100'000, '[');
    QTest::newRow("100,000 objects") << QByteArray("{\"a\":").repeated(100'000);
}

void tst_JsonValue::refuses()
{
    QFETCH(QByteArray, text);

    const auto value = parseJson(text.toStdString());
    QVERIFY(!value);
    QCOMPARE(value.error().code, ErrorCode::InvalidArgument);
}

void tst_JsonValue::understands_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("again"); // as jsonText() writes it

    const auto row = [](const char *text, const char *again) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(again);
    };
    row("null", "null");
    row(" true ", "true");
    row("0", "0");
    row("-9223372036854775808", "-9223372036854775808");
    row("9223372036854775807", "9223372036854775807");
    row("18446744073709551615", "18446744073709551615");
    row("0.1", "0.1");
    row("1e3", "1000.0");
    row("-0.0", "-0.0");
    row("101101111110111111111.1", "101101111110111117312.0"); // found by fuzzing
    row("5e-324", "5e-324");
    row("\"\"", "\"\"");
    row("\"\\u0000\\n\\\"\\/\\u001f\"", "\"\\u0000\\n\\\"/\\u001f\"");
    row("\"\\ud83d\\ude00\"", "\"😀\"");
    row("\"\\\\ud800\"", "\"\\\\ud800\"");
    row("\"雪\"", "\"雪\"");
    row("[]", "[]");
    row("{}", "{}");
    row(" { \"b\" : [ 1 , { \"a\" : null } ] , \"a\" : false } ",
        "{\"b\":[1,{\"a\":null}],\"a\":false}");
}

void tst_JsonValue::understands()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, again);

    const auto value = parseJson(text.toStdString());
    QVERIFY(value);
    QCOMPARE(bytes(jsonText(*value)), again);
    QVERIFY(*parseJson(again.toStdString()) == *value);
}

void tst_JsonValue::depth()
{
    const auto nested = [](std::size_t depth, const char *open, const char *close) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += open;
        text += "1";
        for (std::size_t i = 0; i < depth; ++i)
            text += close;
        return bool(parseJson(text));
    };
    for (const auto &[open, close] : {std::pair{"[", "]"}, std::pair{"{\"a\":", "}"}}) {
        QVERIFY(nested(limits::kJsonDepth - 1, open, close));
        QVERIFY(nested(limits::kJsonDepth, open, close));
        QVERIFY(!nested(limits::kJsonDepth + 1, open, close));
    }
}

void tst_JsonValue::doubledNamesAmongMany()
{
    std::string text = "{";
    for (int i = 0; i < 20'000; ++i)
        text += "\"" + std::to_string(i) + "\":0,";
    QVERIFY(parseJson(text + "\"x\":0}"));
    QVERIFY(!parseJson(text + "\"777\":0}"));
}

void tst_JsonValue::integersKeepTheirKind()
{
    QVERIFY(parseJson("1")->integer());
    QVERIFY(parseJson("1.0")->real());
    QVERIFY(parseJson("9223372036854775808")->bigInteger());
    QVERIFY(!parseJson("1")->real());
    QVERIFY(parseJson("null")->isNull());
    const auto object = parseJson(R"({"a":1})");
    QVERIFY(object->find("a"));
    QVERIFY(!object->find("b"));
    QVERIFY(!parseJson("[1]")->find("a"));
}

void tst_JsonValue::membersWithoutATree()
{
    JsonParser parser;
    const auto members = parser.parseMembers(R"({"\u0061":"x\ny","n":-5,"t":true,"o":{"p":[1]}})");
    QVERIFY(members);
    QCOMPARE(members->size(), std::size_t(4));
    QCOMPARE(bytes((*members)[0].name), QByteArray("a"));
    QCOMPARE(bytes((*members)[0].string), QByteArray("x\ny"));
    QCOMPARE((*members)[1].integer, std::int64_t(-5));
    QCOMPARE((*members)[2].kind, JsonKind::Boolean);
    QCOMPARE((*members)[3].kind, JsonKind::Nested);
    QCOMPARE(bytes(jsonText(*parser.nested(3))), QByteArray(R"({"p":[1]})"));

    QVERIFY(!parser.parseMembers("[1]"));
    QVERIFY(!parser.parseMembers(R"({"a":1,"\u0061":2})"));
    std::string many = "{";
    for (std::size_t i = 0; i < JsonParser::kMaxMembers; ++i)
        many += "\"" + std::to_string(i) + "\":0,";
    many.back() = '}';
    QVERIFY(parser.parseMembers(many));
    many.back() = ',';
    QVERIFY(!parser.parseMembers(many + "\"x\":0}"));
}

void tst_JsonValue::parserIsReusable()
{
    JsonParser parser;
    QVERIFY(parser.parse("[\"" + std::string(300'000, 'x') + "\"]"));
    QVERIFY(!parser.parse("["));
    QVERIFY(!parser.parse(""));
    QVERIFY(!parser.parse(std::string_view{})); // no text at all: found by fuzzing
    QCOMPARE(bytes(jsonText(*parser.parse("[1]"))), QByteArray("[1]")); // nothing of before is left
}

void tst_JsonValue::messageQuotesNothing()
{
    const auto value = parseJson("{\"secret\":\"prl_live_x\"");
    QVERIFY(!value);
    QVERIFY(!bytes(value.error().message).contains("prl_live"));
}

QTEST_APPLESS_MAIN(tst_JsonValue)
#include "tst_json_value.moc"
