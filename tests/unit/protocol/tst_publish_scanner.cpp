#include <QTest>

#include "server/protocol/json_escape.h"
#include "server/protocol/publish_scanner.h"
#include "server/types/payload.h"

using namespace parley;

// The short cut for the usual publish. That it never says what the CommandDecoder would not is the
// work of fuzz_command; here stand the shapes.
class tst_PublishScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesToTheDecoder_data();
    void leavesToTheDecoder();
    void takes_data();
    void takes();
    void takesATextUpToTheLimit();
    void findsTheFirstByteToEscape();
};

void tst_PublishScanner::leavesToTheDecoder_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row
        = [](const char *name, const char *text) { QTest::newRow(name) << QByteArray(text); };
    row("nothing", "");
    row("an empty object", "{}");
    row("another op", R"({"op":"subscribe","topic":"t","text":"x"})");
    row("no op", R"({"topic":"t","text":"x"})");
    row("no topic", R"({"op":"publish","text":"x"})");
    row("no text", R"({"op":"publish","topic":"t"})");
    row("base64", R"({"op":"publish","topic":"t","base64":"eA=="})");
    row("an unknown member", R"({"op":"publish","topic":"t","text":"x","more":1})");
    row("a doubled topic", R"({"op":"publish","topic":"t","topic":"u","text":"x"})");
    row("a doubled text", R"({"op":"publish","topic":"t","text":"x","text":"y"})");
    row("a doubled id", R"({"id":1,"op":"publish","topic":"t","text":"x","id":1})");
    row("an escape in the text", R"({"op":"publish","topic":"t","text":"a\nb"})");
    row("an escape in a name", R"({"op":"publish","t\u006fpic":"t","text":"x"})");
    row("a control in the text", "{\"op\":\"publish\",\"topic\":\"t\",\"text\":\"a\tb\"}");
    row("text that is a number", R"({"op":"publish","topic":"t","text":1})");
    row("a negative id", R"({"id":-1,"op":"publish","topic":"t","text":"x"})");
    row("an id with a leading zero", R"({"id":01,"op":"publish","topic":"t","text":"x"})");
    row("a fraction", R"({"id":1.5,"op":"publish","topic":"t","text":"x"})");
    row("a long id", R"({"id":1234567890123456,"op":"publish","topic":"t","text":"x"})");
    row("ends before the id", R"({"op":"publish","id":)");
    row("no id at all", R"({"id":,"op":"publish","topic":"t","text":"x"})");
    row("no closing brace", R"({"op":"publish","topic":"t","text":"x")");
    row("no closing quote", R"({"op":"publish","topic":"t","text":"x)");
    row("a trailing comma", R"({"op":"publish","topic":"t","text":"x",})");
    row("a missing comma", R"({"op":"publish" "topic":"t","text":"x"})");
    row("something behind it", R"({"op":"publish","topic":"t","text":"x"}{)");
}

void tst_PublishScanner::leavesToTheDecoder()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!scanPublish({text.constData(), static_cast<std::size_t>(text.size())}));
}

void tst_PublishScanner::takes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("said"); // id, namespace, topic, text
    QTest::newRow("the shortest") << QByteArray(R"({"op":"publish","topic":"t","text":""})")
                                  << QByteArray("-|default|t|");
    QTest::newRow("all members, any order")
        << QByteArray(R"({"text":"hola","namespace":"n","id":7,"topic":"a/b","op":"publish"})")
        << QByteArray("7|n|a/b|hola");
    QTest::newRow("spaces") << QByteArray(
        "\n{ \"op\" : \"publish\" ,\t\"topic\": \"t\", \"text\": \"x y\" , \"id\": 0 }\r\n")
                            << QByteArray("0|default|t|x y");
    QTest::newRow("Japanese and a DEL")
        << QByteArray("{\"op\":\"publish\",\"topic\":\"t\",\"text\":\"駅はどこ\x7f\"}")
        << QByteArray("-|default|t|駅はどこ\x7f");
    QTest::newRow("the largest id")
        << QByteArray(R"({"id":999999999999999,"op":"publish","topic":"t","text":"x"})")
        << QByteArray("999999999999999|default|t|x");
}

void tst_PublishScanner::takes()
{
    QFETCH(const QByteArray, text);
    const auto scanned = scanPublish({text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(scanned);
    std::string said = scanned->id ? std::to_string(*scanned->id) : "-";
    for (const std::string_view part : {scanned->nameSpace, scanned->topic, scanned->text})
        said.append("|").append(part);
    QTEST(QByteArray::fromStdString(said), "said");
}

void tst_PublishScanner::takesATextUpToTheLimit()
{
    const auto publish = [](std::size_t bytes) {
        return R"({"op":"publish","topic":"t","text":")" + std::string(bytes, 'x') + "\"}";
    };
    QVERIFY(scanPublish(publish(Payload::kMaxBytes)));
    QVERIFY(!scanPublish(publish(Payload::kMaxBytes + 1)));
}

void tst_PublishScanner::findsTheFirstByteToEscape()
{
    for (std::size_t size = 0; size < 70; ++size) {
        std::string text(size, 'x');
        QCOMPARE(plainLength(text), size);
        for (std::size_t at = 0; at < size; ++at)
            for (const char c : {'"', '\\', '\0', '\x1f'}) {
                text[at] = c;
                QCOMPARE(plainLength(text), at);
                text[at] = 'x';
            }
    }
}

QTEST_APPLESS_MAIN(tst_PublishScanner)
#include "tst_publish_scanner.moc"
