#include <cmath>
#include <limits>

#include <QTest>

#include "server/protocol/json_escape.h"
#include "server/protocol/json_value.h"
#include "server/protocol/json_writer.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_JsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void escapesAtEveryPlace();
    void everyControlComesBack();
    void commas();
    void members();
    void numbers_data();
    void numbers();
    void appends();
};

void tst_JsonWriter::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("quote and backslash") << QByteArray("\"\\") << QByteArray("\\\"\\\\");
    QTest::newRow("short forms") << QByteArray("\b\f\n\r\t") << QByteArray("\\b\\f\\n\\r\\t");
    QTest::newRow("controls") << QByteArray("\0\x1f", 2) << QByteArray("\\u0000\\u001f");
    QTest::newRow("DEL and slash stay") << QByteArray("\x7f/") << QByteArray("\x7f/");
    QTest::newRow("beyond ASCII stays") << QByteArray("雪😀é") << QByteArray("雪😀é");
    QTest::newRow("markup stays") << QByteArray("<b>&'") << QByteArray("<b>&'");
}

void tst_JsonWriter::escapes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);

    std::string out = "x";
    appendJsonString(out, text.toStdString());
    QCOMPARE(bytes(out), "x\"" + expected + '"');
    QCOMPARE(escapedJsonSize(text.toStdString()), static_cast<std::size_t>(expected.size()));
}

void tst_JsonWriter::escapesAtEveryPlace()
{
    // Every byte at every place of the words that the scan reads, against a scan of one byte.
    for (int byte = 0; byte < 128; ++byte) {
        for (std::size_t place = 0; place < 24; ++place) {
            std::string text(24, '\x81'); // a byte whose top bit is set stands beside it
            text[place] = static_cast<char>(byte);
            std::size_t size = text.size() - 1;
            std::string one;
            appendJsonString(one, {&text[place], 1});
            size += one.size() - 2;
            if (escapedJsonSize(text) != size)
                QFAIL(qPrintable(QStringLiteral("byte %1 at %2").arg(byte).arg(place)));
            std::string out(size, '\0');
            QCOMPARE(writeEscapedJson(out.data(), text), out.data() + size);
            QCOMPARE(bytes(out),
                     bytes(std::string(place, '\x81') + one.substr(1, one.size() - 2)
                           + std::string(23 - place, '\x81')));
        }
    }
}

void tst_JsonWriter::everyControlComesBack()
{
    std::string all;
    for (int c = 0; c < 128; ++c)
        all += static_cast<char>(c);
    all += "é雪😀";
    std::string json;
    appendJsonString(json, all);
    const auto back = parseJson(json);
    QVERIFY(back && back->string());
    QCOMPARE(bytes(*back->string()), bytes(all));
}

void tst_JsonWriter::commas()
{
    std::string out;
    JsonWriter writer(out);
    writer.beginObject();
    writer.key("a").beginArray().endArray();
    writer.key("b").beginArray().number(std::int64_t{1}).null().beginObject().endObject();
    writer.beginArray().endArray().raw("{\"x\":1}").endArray();
    writer.key("c").boolean(false).endObject();
    QCOMPARE(bytes(out), QByteArray("{\"a\":[],\"b\":[1,null,{},[],{\"x\":1}],\"c\":false}"));
}

void tst_JsonWriter::members()
{
    std::string out;
    JsonWriter(out)
        .beginObject()
        .member("literal", "a")
        .member("text", std::string("b"))
        .member("yes", true)
        .member("small", std::uint8_t{255})
        .member("signed", -1)
        .member("none", std::optional<std::string>{})
        .member("some", std::optional<int>{3})
        .member("time", fromEpochMilliseconds(1795464000000))
        .member("never", std::optional<UtcTime>{})
        .endObject();
    QCOMPARE(
        bytes(out),
        QByteArray("{\"literal\":\"a\",\"text\":\"b\",\"yes\":true,\"small\":255,\"signed\":-1,"
                   "\"none\":null,\"some\":3,\"time\":1795464000000,\"never\":null}"));
}

void tst_JsonWriter::numbers_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("not a number") << std::nan("") << QByteArray("null");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << QByteArray("null");
    QTest::newRow("tenth") << 0.1 << QByteArray("0.1");
    QTest::newRow("smallest") << 5e-324 << QByteArray("5e-324");
    QTest::newRow("largest") << 1.7976931348623157e308 << QByteArray("1.7976931348623157e+308");
}

void tst_JsonWriter::numbers()
{
    QFETCH(double, value);
    QFETCH(QByteArray, expected);

    std::string out;
    JsonWriter(out).number(value);
    QCOMPARE(bytes(out), expected);
    QVERIFY(parseJson(out));
}

void tst_JsonWriter::appends()
{
    std::string out = "data: ";
    JsonWriter(out).beginArray().number(~std::uint64_t{0}).endArray();
    QCOMPARE(bytes(out), QByteArray("data: [18446744073709551615]"));
}

QTEST_APPLESS_MAIN(tst_JsonWriter)
#include "tst_json_writer.moc"
