#include <QTest>

#include "server/protocol/event_pattern.h"

using namespace parley;

class tst_EventPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusalNamesTheMember();
    void bounds();
    void matches_data();
    void matches();
    void textComesBack();
    void workIsBounded();
};

void tst_EventPattern::refuses_data()
{
    QTest::addColumn<QByteArray>("pattern");

    for (const char *pattern : {
             "",
             "null",
             "[]",
             "{}",
             "{\"a\":1}",
             "{\"a\":\"x\"}",
             "{\"a\":null}",
             "{\"a\":[]}",
             "{\"a\":{}}",
             "{\"a\":[[1]]}",
             "{\"a\":[{}]}",
             "{\"a\":[1],\"a\":[2]}",
             R"({"a":[{"prefix":"x","suffix":"y"}]})",
             R"({"a":[{"prefix":1}]})",
             R"({"a":[{"suffix":null}]})",
             R"({"a":[{"equals-ignore-case":true}]})",
             R"({"a":[{"wildcard":"*"}]})",
             R"({"a":[{"Prefix":"x"}]})",
             R"({"a":[{"exists":1}]})",
             R"({"a":[{"exists":"true"}]})",
             R"({"a":[{"anything-but":[]}]})",
             R"({"a":[{"anything-but":{"prefix":"x"}}]})",
             R"({"a":[{"anything-but":[[1]]}]})",
             R"({"a":[{"numeric":5}]})",
             R"({"a":[{"numeric":[]}]})",
             R"({"a":[{"numeric":["<"]}]})",
             R"({"a":[{"numeric":["<","5"]}]})",
             R"({"a":[{"numeric":["!=",5]}]})",
             R"({"a":[{"numeric":[5,"<"]}]})",
             R"({"a":[{"numeric":["<",5,">"]}]})",
             R"({"a":[{"numeric":["<",5,">",1,">",0]}]})",
             R"({"a":[1e999]})",
             "{\"a\":[\"\xff\"]}",
         })
        QTest::newRow(pattern) << QByteArray(pattern);
}

void tst_EventPattern::refuses()
{
    QFETCH(QByteArray, pattern);

    const auto parsed = EventPattern::parse(pattern.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
}

void tst_EventPattern::refusalNamesTheMember()
{
    const auto parsed = EventPattern::parse(R"({"order":{"total":[{"numeric":["<"]}]}})");
    QVERIFY(!parsed);
    QVERIFY2(parsed.error().message.find("\"order.total\"") != std::string::npos,
             parsed.error().message.c_str());
}

void tst_EventPattern::bounds()
{
    const auto nested = [](std::size_t depth) {
        std::string text = "[1]";
        for (std::size_t at = 0; at < depth; ++at)
            text = "{\"a\":" + text + "}";
        return text;
    };
    QVERIFY(EventPattern::parse(nested(EventPattern::kMaxDepth)));
    QVERIFY(!EventPattern::parse(nested(EventPattern::kMaxDepth + 1)));

    const auto list = [](std::size_t count, const char *before, const char *after) {
        std::string text = std::string("{\"a\":[") + before + "0";
        for (std::size_t at = 1; at < count; ++at)
            text += "," + std::to_string(at);
        return text + after + "]}";
    };
    QVERIFY(EventPattern::parse(list(EventPattern::kMaxRules, "", "")));
    QVERIFY(!EventPattern::parse(list(EventPattern::kMaxRules + 1, "", "")));
    QVERIFY(EventPattern::parse(list(EventPattern::kMaxRules, "{\"anything-but\":[", "]}")));
    QVERIFY(!EventPattern::parse(list(EventPattern::kMaxRules + 1, "{\"anything-but\":[", "]}")));

    const std::string head = "{\"a\":[\"";
    const std::string tail = "\"]}";
    const std::size_t room = EventPattern::kMaxBytes - head.size() - tail.size();
    QVERIFY(EventPattern::parse(head + std::string(room, 'x') + tail));
    QVERIFY(!EventPattern::parse(head + std::string(room + 1, 'x') + tail));
    const JsonValue longOne(
        JsonValue::Object{{"a", JsonValue::Array{JsonValue(std::string(room + 1, 'x'))}}});
    QVERIFY(!EventPattern::read(longOne)); // the same bound without a text
}

void tst_EventPattern::matches_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *name, const char *pattern, const char *payload, bool expected) {
        QTest::newRow(name) << QByteArray(pattern) << QByteArray(payload) << expected;
    };

    row("not an object", R"({"a":[{"exists":false}]})", "1", false);
    row("text", R"({"a":[{"exists":false}]})", "\"a\"", false);
    row("string", R"({"a":["x"]})", R"({"a":"x"})", true);
    row("letter case counts", R"({"a":["x"]})", R"({"a":"X"})", false);
    row("member's name counts", R"({"a":["x"]})", R"({"A":"x"})", false);
    row("other value", R"({"a":["x"]})", R"({"a":"y"})", false);
    row("missing", R"({"a":["x"]})", R"({"b":"x"})", false);
    row("one of several", R"({"a":["x","y"]})", R"({"a":"y"})", true);
    row("all members", R"({"a":["x"],"b":["y"]})", R"({"a":"x","b":"y","c":1})", true);
    row("one member wrong", R"({"a":["x"],"b":["y"]})", R"({"a":"x","b":"z"})", false);
    row("dots are no path", R"({"a.b":["x"]})", R"({"a":{"b":"x"}})", false);

    row("null", R"({"a":[null]})", R"({"a":null})", true);
    row("null is not missing", R"({"a":[null]})", R"({})", false);
    row("null is not false", R"({"a":[null]})", R"({"a":false})", false);
    row("true", R"({"a":[true]})", R"({"a":true})", true);
    row("true is no string", R"({"a":[true]})", R"({"a":"true"})", false);
    row("true is not 1", R"({"a":[true]})", R"({"a":1})", false);

    row("number", R"({"a":[300]})", R"({"a":300})", true);
    row("number by value", R"({"a":[300]})", R"({"a":3.0e2})", true);
    row("number is no string", R"({"a":[300]})", R"({"a":"300"})", false);
    row("string is no number", R"({"a":["300"]})", R"({"a":300})", false);
    row("large numbers differ", R"({"a":[9007199254740993]})", R"({"a":9007199254740992})", false);
    row("largest number", R"({"a":[18446744073709551615]})", R"({"a":18446744073709551615})", true);
    row("minus zero", R"({"a":[0]})", R"({"a":-0.0})", true);

    row("nested", R"({"a":{"b":["x"]}})", R"({"a":{"b":"x"}})", true);
    row("nested missing", R"({"a":{"b":["x"]}})", R"({"a":{}})", false);
    row("nested in a scalar", R"({"a":{"b":["x"]}})", R"({"a":"b"})", false);
    row("leaf is an object", R"({"a":["x"]})", R"({"a":{"x":"x"}})", false);

    row("element", R"({"a":["y"]})", R"({"a":["x","y"]})", true);
    row("no element", R"({"a":["z"]})", R"({"a":["x","y"]})", false);
    row("empty list", R"({"a":["z"]})", R"({"a":[]})", false);
    row("list in a list", R"({"a":["z"]})", R"({"a":[["x"],["z"]]})", true);
    row("objects in a list", R"({"a":{"b":["x"],"c":[1]}})",
        R"({"a":[{"b":"y","c":1},{"b":"x","c":1}]})", true);
    row("not spread over objects", R"({"a":{"b":["x"],"c":[1]}})",
        R"({"a":[{"b":"x","c":2},{"b":"y","c":1}]})", false);
    row("scalars beside objects", R"({"a":{"b":["x"]}})", R"({"a":[1,{"b":"x"}]})", true);

    row("prefix", R"({"a":[{"prefix":"or"}]})", R"({"a":"order"})", true);
    row("prefix itself", R"({"a":[{"prefix":"order"}]})", R"({"a":"order"})", true);
    row("empty prefix", R"({"a":[{"prefix":""}]})", R"({"a":""})", true);
    row("prefix of a number", R"({"a":[{"prefix":"1"}]})", R"({"a":12})", false);
    row("not a prefix", R"({"a":[{"prefix":"rd"}]})", R"({"a":"order"})", false);
    row("suffix", R"({"a":[{"suffix":".png"}]})", R"({"a":"x.png"})", true);
    row("not a suffix", R"({"a":[{"suffix":".png"}]})", R"({"a":".png.exe"})", false);
    row("ignore case", R"({"a":[{"equals-ignore-case":"HeLLo"}]})", R"({"a":"hEllO"})", true);
    row("ignore case, longer", R"({"a":[{"equals-ignore-case":"hell"}]})", R"({"a":"hello"})",
        false);
    row("ASCII only", "{\"a\":[{\"equals-ignore-case\":\"\xc3\x84\"}]}", "{\"a\":\"\xc3\xa4\"}",
        false);
    row("Japanese", "{\"a\":[{\"prefix\":\"\xe3\x81\x93\"}]}",
        "{\"a\":\"\xe3\x81\x93\xe3\x82\x93\"}", true);

    row("anything but", R"({"a":[{"anything-but":["x","y"]}]})", R"({"a":"z"})", true);
    row("anything but, one of", R"({"a":[{"anything-but":["x","y"]}]})", R"({"a":"y"})", false);
    row("anything but a value", R"({"a":[{"anything-but":5}]})", R"({"a":5.0})", false);
    row("anything but, other kind", R"({"a":[{"anything-but":5}]})", R"({"a":"5"})", true);
    row("anything but, missing", R"({"a":[{"anything-but":5}]})", R"({})", false);
    row("anything but, of a list", R"({"a":[{"anything-but":5}]})", R"({"a":[5,6]})", true);
    row("anything but, list", R"({"a":[{"anything-but":5}]})", R"({"a":[5,5]})", false);

    row("exists", R"({"a":[{"exists":true}]})", R"({"a":0})", true);
    row("null exists", R"({"a":[{"exists":true}]})", R"({"a":null})", true);
    row("object exists", R"({"a":[{"exists":true}]})", R"({"a":{}})", true);
    row("empty list exists", R"({"a":[{"exists":true}]})", R"({"a":[]})", true);
    row("does not exist", R"({"a":[{"exists":true}]})", R"({"b":1})", false);
    row("must not exist", R"({"a":[{"exists":false}]})", R"({"b":1})", true);
    row("must not, but does", R"({"a":[{"exists":false}]})", R"({"a":null})", false);
    row("must not, nested", R"({"a":{"b":[{"exists":false}]}})", R"({"c":1})", true);
    row("missing or value", R"({"a":["x",{"exists":false}]})", R"({})", true);
    row("missing or value, other", R"({"a":["x",{"exists":false}]})", R"({"a":"y"})", false);

    row("less or equal", R"({"a":[{"numeric":["<=",5]}]})", R"({"a":5})", true);
    row("less", R"({"a":[{"numeric":["<",5]}]})", R"({"a":5})", false);
    row("greater", R"({"a":[{"numeric":[">",5]}]})", R"({"a":5.0001})", true);
    row("greater or equal", R"({"a":[{"numeric":[">=",-1]}]})", R"({"a":-1})", true);
    row("equal", R"({"a":[{"numeric":["=",1]}]})", R"({"a":1.0})", true);
    row("range", R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":5})", true);
    row("below the range", R"({"a":[{"numeric":[">",0,"<=",5]}]})", R"({"a":0})", false);
    row("numeric text", R"({"a":[{"numeric":["<=",5]}]})", R"({"a":"4"})", false);
    row("numeric bool", R"({"a":[{"numeric":["<=",5]}]})", R"({"a":true})", false);
    row("matcher or value", R"({"a":["n/a",{"numeric":["<=",5]}]})", R"({"a":"n/a"})", true);

    row("list outside", R"({"a":["x"]})", R"([{"a":"y"},{"a":"x"}])", true);
    row("list outside, none", R"({"a":["x"]})", R"(["a","x"])", false);
}

void tst_EventPattern::matches()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, payload);
    QFETCH(bool, expected);

    const auto parsed = EventPattern::parse(pattern.toStdString());
    QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
    const auto value = parseJson(payload.toStdString());
    QVERIFY(value);
    QCOMPARE(parsed->match(*value), expected);
}

void tst_EventPattern::textComesBack()
{
    const auto parsed = EventPattern::parse(" { \"a\" : [ 1 , {\"prefix\": \"x\"} ] } ");
    QVERIFY(parsed);
    QCOMPARE(QByteArray::fromStdString(parsed->text()), QByteArray(R"({"a":[1,{"prefix":"x"}]})"));
    QVERIFY(EventPattern::parse(parsed->text()));
    QVERIFY(*EventPattern::parse(parsed->text()) == *parsed);
}

// A list that is long enough to reach the bound does not match, though its last element would.
void tst_EventPattern::workIsBounded()
{
    const auto pattern = EventPattern::parse(R"({"a":["x",{"prefix":"y"}],"b":["z"]})");
    QVERIFY(pattern);
    const auto payload = [](std::size_t fillers) {
        JsonValue::Array list(fillers, JsonValue("no"));
        list.emplace_back("x");
        return JsonValue(JsonValue::Object{{"a", JsonValue(std::move(list))}, {"b", "z"}});
    };
    QVERIFY(pattern->match(payload(EventPattern::kMaxSteps / 4)));
    QVERIFY(!pattern->match(payload(EventPattern::kMaxSteps)));

    JsonValue::Object wide;
    for (std::size_t at = 0; at < 2 * EventPattern::kMaxSteps; ++at)
        wide.emplace_back(std::to_string(at), JsonValue());
    wide.emplace_back("a", "x");
    QVERIFY(!EventPattern::parse(R"({"a":["x"]})")->match(JsonValue(std::move(wide))));
}

QTEST_APPLESS_MAIN(tst_EventPattern)
#include "tst_event_pattern.moc"
