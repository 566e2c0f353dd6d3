#include <QTest>

#include "server/protocol/json_reader.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_JsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faultsNameTheMember_data();
    void faultsNameTheMember();
    void readsAll();
    void absentAndNull();
    void firstFaultIsKept();
    void unknownMemberIsMadeSafe();
    void nestedFaultsNameThePath();
    void wholeNumbersBeyondInt64();
};

void tst_JsonReader::faultsNameTheMember_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("message");

    const auto row = [](const char *text, const char *message) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(message);
    };
    row("[]", "must be a JSON object");
    row("{}", "member \"s\" is missing");
    row(R"({"s":null})", "member \"s\" is missing");
    row(R"({"s":1})", "member \"s\" must be a string");
    row(R"({"s":"","n":"1"})", "member \"n\" must be a whole number from 1 to 9");
    row(R"({"s":"","n":0})", "member \"n\" must be a whole number from 1 to 9");
    row(R"({"s":"","n":10})", "member \"n\" must be a whole number from 1 to 9");
    row(R"({"s":"","n":1.0})", "member \"n\" must be a whole number from 1 to 9");
    row(R"({"s":"","n":1e0})", "member \"n\" must be a whole number from 1 to 9");
    row(R"({"s":"","n":1,"b":0})", "member \"b\" must be true or false");
    row(R"({"s":"","n":1,"b":true,"l":{}})", "member \"l\" must be an array");
    row(R"({"s":"","n":1,"b":true,"l":["a",1]})", "member \"l\" must hold strings only");
    row(R"({"s":"","n":1,"b":true,"l":[],"o":[]})", "member \"o\" must be an object");
    row(R"({"s":"","n":1,"b":true,"l":[],"o":{},"x":1})", "unknown member \"x\"");
    row(R"({"s":"","n":1,"b":true,"l":[],"o":{},"S":1})", "unknown member \"S\"");
}

void tst_JsonReader::faultsNameTheMember()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, message);

    const auto value = parseJson(text.toStdString());
    QVERIFY(value);
    JsonReader in(*value);
    in.string("s");
    in.integer("n", 1, 9);
    in.boolean("b");
    in.strings("l");
    in.object("o");
    const auto ok = in.finish();
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(bytes(ok.error().message), message);
}

void tst_JsonReader::readsAll()
{
    const auto value
        = parseJson(R"({"s":"雪","n":-5,"b":true,"l":["a","b"],"o":{"p":1},"w":7,"a":[1,null]})");
    JsonReader in(*value);
    QVERIFY(in.has("s"));
    QVERIFY(!in.has("z"));
    QCOMPARE(bytes(in.string("s")), QByteArray("雪"));
    QCOMPARE(in.integer("n", -5, -5), std::int64_t(-5));
    QCOMPARE(in.boolean("b"), true);
    QCOMPARE(in.strings("l").size(), std::size_t(2));
    QVERIFY(in.object("o").find("p"));
    QCOMPARE(in.wholeNumber("w", 0, 10), std::uint64_t(7));
    QCOMPARE(in.array("a").size(), std::size_t(2));
    QVERIFY(in.finish());
}

void tst_JsonReader::absentAndNull()
{
    for (const char *text : {"{}", R"({"s":null,"n":null,"b":null,"l":null,"o":null,"w":null})"}) {
        const auto value = parseJson(text);
        JsonReader in(*value);
        QVERIFY(!in.optionalString("s"));
        QVERIFY(!in.optionalInteger("n", 1, 9));
        QVERIFY(!in.optionalBoolean("b"));
        QVERIFY(in.optionalArray("l").empty());
        QVERIFY(!in.optionalObject("o"));
        QVERIFY(!in.optionalWholeNumber("w", 1, 9));
        QVERIFY(in.finish());
    }
}

void tst_JsonReader::firstFaultIsKept()
{
    const auto value = parseJson(R"({"a":1})");
    JsonReader in(*value);
    in.fail("a", "is too old");
    in.string("b");
    QCOMPARE(bytes(in.finish().error().message), QByteArray("member \"a\" is too old"));
}

void tst_JsonReader::unknownMemberIsMadeSafe()
{
    const auto value = parseJson("{\"a\\u0000\\u001b\\n" + std::string(100, 'x') + "\":1}");
    JsonReader in(*value);
    const QByteArray message = bytes(in.finish().error().message);
    QVERIFY(message.startsWith("unknown member \"a\\x00\\x1b\\x0axxx"));
    QVERIFY(message.endsWith("...\""));
    QVERIFY(message.size() < 90);

    for (std::size_t before = 40; before < 52; ++before) { // never cut inside a character
        const auto wide = parseJson("{\"" + std::string(before, 'a') + "雪雪雪雪\":1}");
        JsonReader reader(*wide);
        const QByteArray text = bytes(reader.finish().error().message);
        QCOMPARE(QString::fromUtf8(text).toUtf8(), text);
        QVERIFY(!QString::fromUtf8(text).contains(QChar::ReplacementCharacter));
    }
}

void tst_JsonReader::nestedFaultsNameThePath()
{
    const auto value = parseJson(R"({"role":1})");
    JsonReader in(*value, "grants[3]");
    in.string("role");
    QCOMPARE(bytes(in.finish().error().message),
             QByteArray("member \"grants[3].role\" must be a string"));
    JsonReader wrong(JsonValue(std::int64_t{1}), "grants[4]");
    QCOMPARE(bytes(wrong.finish().error().message),
             QByteArray("\"grants[4]\" must be a JSON object"));
}

void tst_JsonReader::wholeNumbersBeyondInt64()
{
    const auto value = parseJson(R"({"n":18446744073709551615,"m":-1})");
    JsonReader in(*value);
    QCOMPARE(in.wholeNumber("n", 0, ~0ull), std::uint64_t(~0ull));
    QVERIFY(!in.optionalWholeNumber("m", 0, ~0ull));
    QVERIFY(!in.finish());
}

QTEST_APPLESS_MAIN(tst_JsonReader)
#include "tst_json_reader.moc"
