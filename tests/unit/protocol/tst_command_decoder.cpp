#include <QTest>

#include "server/base/encoding.h"
#include "server/protocol/command_decoder.h"
#include "server/protocol/json_writer.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_CommandDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusedIdComesBack_data();
    void refusedIdComesBack();
    void publish_data();
    void publish();
    void hopsArePassedOn();
    void payloadLimit();
    void subscribe_data();
    void subscribe();
    void theOthers();
    void secretIsNotQuoted();
};

namespace {

std::string publishText(const std::string &member, std::string_view value)
{
    std::string text;
    JsonWriter(text)
        .beginObject()
        .member("op", "publish")
        .member("topic", "t")
        .member(member, value)
        .endObject();
    return text;
}

} // namespace

void tst_CommandDecoder::refuses_data()
{
    QTest::addColumn<QByteArray>("text");

    for (
        const char *text : {
            "",
            "[]",
            "1",
            "null",
            "{",
            "{}",
            R"({"op":1})",
            R"({"op":null})",
            R"({"op":"dance"})",
            R"({"op":"Ping"})",
            R"({"op":"ping","x":1})",
            R"({"op":"ping","topic":"a"})",
            R"({"op":"ping","op":"ping"})",
            R"({"op":"ping","\u006fp":"ping"})",
            R"({"op":"ping","id":-1})",
            R"({"op":"ping","id":1.0})",
            R"({"op":"ping","id":"1"})",
            R"({"op":"ping","id":null})",
            R"({"op":"ping","id":9007199254740992})",
            R"({"op":"ping","id":18446744073709551615})",
            R"({"op":"authenticate"})",
            R"({"op":"authenticate","token":1})",
            R"({"op":"authenticate","secret":"a"})",
            R"({"op":"publish","text":"a"})",
            R"({"op":"publish","topic":"a"})",
            R"({"op":"publish","topic":"a","text":1})",
            R"({"op":"publish","topic":"a","text":null})",
            R"({"op":"publish","topic":"a","text":"a","base64":""})",
            R"({"op":"publish","topic":"a","base64":"a"})",
            R"({"op":"publish","topic":"a","base64":"AA"})",
            R"({"op":"publish","topic":"a","base64":"AB=="})",
            R"({"op":"publish","topic":"a","base64":"AA==\n"})",
            R"({"op":"publish","topic":"a","base64":"__8="})",
            R"({"op":"publish","topic":"","text":"a"})",
            R"({"op":"publish","topic":"a/../b","text":"a"})",
            R"({"op":"publish","topic":"a\u0000","text":"a"})",
            R"({"op":"publish","topic":"a ","text":"a"})",
            R"({"op":"publish","topic":["a"],"text":"a"})",
            R"({"op":"publish","topic":"a","namespace":"","text":"a"})",
            R"({"op":"publish","topic":"a","namespace":"a/b","text":"a"})",
            R"({"op":"publish","topic":"a","namespace":null,"text":"a"})",
            R"({"op":"publish","topic":"a","publisherId":"Ana","text":"a"})",
            R"({"op":"publish","topic":"a","text":"\ud800"})",
            R"({"op":"publish","topic":"a","text":"a","idempotencyKey":""})",
            R"({"op":"publish","topic":"a","text":"a","idempotencyKey":"too-short"})",
            R"({"op":"publish","topic":"a","text":"a","idempotencyKey":"0123456789\"abcdef"})",
            R"({"op":"publish","topic":"a","text":"a","idempotencyKey":"0123456789\nabcdef"})",
            R"({"op":"publish","topic":"a","text":"a","idempotencyKey":1234567890123456})",
            R"({"op":"subscribe","topic":"a","idempotencyKey":"0123456789abcdef"})",
            R"({"op":"publish","topic":"a","text":"a","hops":-1})",
            R"({"op":"publish","topic":"a","text":"a","hops":256})",
            R"({"op":"publish","topic":"a","text":"a","hops":1.5})",
            R"({"op":"publish","topic":"a","text":"a","hops":"1"})",
            R"({"op":"subscribe","topic":"a","hops":1})",
            R"({"op":"subscribe","topic":"a","from":{"time":-1}})",
            R"({"op":"subscribe","topic":"a","from":{"time":1,"last":1}})",
            R"({"op":"subscribe","topic":"a","from":{"time":"1"}})",
            R"({"op":"subscribe"})",
            R"({"op":"subscribe","topic":"a","text":"b"})",
            R"({"op":"subscribe","topic":"a","from":"newest"})",
            R"({"op":"subscribe","topic":"a","from":null})",
            R"({"op":"subscribe","topic":"a","from":1})",
            R"({"op":"subscribe","topic":"a","from":[]})",
            R"({"op":"subscribe","topic":"a","from":{}})",
            R"({"op":"subscribe","topic":"a","from":{"last":0}})",
            R"({"op":"subscribe","topic":"a","from":{"last":-1}})",
            R"({"op":"subscribe","topic":"a","from":{"last":1.5}})",
            R"({"op":"subscribe","topic":"a","from":{"last":1,"x":1}})",
            R"({"op":"subscribe","topic":"a","from":{"last":1,"after":{"page":1,"sequence":1}}})",
            R"({"op":"subscribe","topic":"a","from":{"last":1,"last":2}})",
            R"({"op":"subscribe","topic":"a","from":{"after":{"page":1}}})",
            R"({"op":"subscribe","topic":"a","from":{"after":{"sequence":1}}})",
            R"({"op":"subscribe","topic":"a","from":{"after":{"page":1,"sequence":1,"x":1}}})",
            R"({"op":"subscribe","topic":"a","from":{"after":{"page":1,"sequence":9007199254740992}}})",
            R"({"op":"subscribe","topic":"a","from":{"after":"3-17"}})",
            R"({"op":"unsubscribe"})",
            R"({"op":"unsubscribe","topic":"a","from":"latest"})",
        })
        QTest::addRow("%s", text) << QByteArray(text);
    QTest::newRow("200 members") << [] {
        QByteArray text("{\"op\":\"ping\"");
        for (int i = 0; i < 200; ++i)
            text += ",\"m" + QByteArray::number(i) + "\":0";
        return text + '}';
    }();
}

void tst_CommandDecoder::refuses()
{
    QFETCH(QByteArray, text);

    CommandDecoder decoder;
    const auto decoded = decoder.decode(text.toStdString());
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, ErrorCode::InvalidArgument);
    QVERIFY(!decoded.error().message.empty());
}

void tst_CommandDecoder::refusedIdComesBack_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("id"); // -1: none

    const auto row
        = [](const char *text, int id) { QTest::newRow(text) << QByteArray(text) << id; };
    row("{", -1);
    row(R"({"op":"dance"})", -1);
    row(R"({"op":"dance","id":"7"})", -1);
    row(R"({"op":"dance","id":7)", -1);
    row(R"({"op":"dance","id":7,"id":7})", -1);
    row(R"({"op":"dance","id":7})", 7);
    row(R"({"id":0})", 0);
    row(R"({"x":1,"op":"ping","id":7})", 7);
    row(R"({"op":"publish","topic":"","text":"a","id":7})", 7);
}

void tst_CommandDecoder::refusedIdComesBack()
{
    QFETCH(QByteArray, text);
    QFETCH(int, id);

    CommandDecoder decoder;
    QVERIFY(decoder.decode(R"({"op":"ping","id":99})")); // nothing of it is left
    QVERIFY(!decoder.decode(text.toStdString()));
    QCOMPARE(decoder.refusedId() ? int(*decoder.refusedId()) : -1, id);
}

void tst_CommandDecoder::publish_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("binary");

    QTest::newRow("text") << QByteArray(R"({"op":"publish","topic":"a/b","text":"雪\u0000\n"})")
                          << QByteArray("default a/b") << QByteArray("雪\0\n", 5) << false;
    QTest::newRow("empty text") << QByteArray(R"({"text":"","topic":"a","op":"publish"})")
                                << QByteArray("default a") << QByteArray("") << false;
    QTest::newRow("namespace") << QByteArray(
        R"({"op":"publish","namespace":"home","topic":"a","text":"x"})")
                               << QByteArray("home a") << QByteArray("x") << false;
    QTest::newRow("binary") << QByteArray(R"({"op":"publish","topic":"a","base64":"AAEC/w=="})")
                            << QByteArray("default a") << QByteArray("\0\1\2\xff", 4) << true;
    QTest::newRow("empty binary") << QByteArray(R"({"op":"publish","topic":"a","base64":""})")
                                  << QByteArray("default a") << QByteArray("") << true;
    QTest::newRow("system topic: the authorizer's to refuse")
        << QByteArray(R"({"op":"publish","topic":"$events/audit","text":"x"})")
        << QByteArray("default $events/audit") << QByteArray("x") << false;
}

void tst_CommandDecoder::publish()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, payload);
    QFETCH(bool, binary);

    CommandDecoder decoder;
    const auto decoded = decoder.decode(text.toStdString());
    QVERIFY(decoded);
    QVERIFY(!decoded->id);
    const auto *command = std::get_if<PublishCommand>(&decoded->command);
    QVERIFY(command);
    QCOMPARE(bytes(command->key.nameSpace.text() + ' ' + command->key.topic.text()), key);
    QCOMPARE(bytes(command->payload.bytes), payload);
    QCOMPARE(command->payload.kind == PayloadKind::Binary, binary);
}

void tst_CommandDecoder::hopsArePassedOn()
{
    CommandDecoder decoder;
    for (const auto &[member, hops] :
         {std::pair("", 0), std::pair(R"(,"hops":0)", 0), std::pair(R"(,"hops":255)", 255)}) {
        const auto decoded = decoder.decode(std::string(R"({"op":"publish","topic":"a","text":"x")")
                                            + member + "}");
        QVERIFY(decoded);
        QCOMPARE(int(std::get<PublishCommand>(decoded->command).hops), hops);
    }
}

void tst_CommandDecoder::payloadLimit()
{
    CommandDecoder decoder;
    for (const std::size_t size :
         {Payload::kMaxBytes - 1, Payload::kMaxBytes, Payload::kMaxBytes + 1}) {
        const std::string payload(size, 'x');
        for (const auto &text :
             {publishText("text", payload), publishText("base64", base64(payload))}) {
            const auto decoded = decoder.decode(text);
            QCOMPARE(bool(decoded), size <= Payload::kMaxBytes);
            if (!decoded)
                QCOMPARE(decoded.error().code, ErrorCode::PayloadTooLarge);
        }
    }
}

void tst_CommandDecoder::subscribe_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](const char *from, const char *expected) {
        QTest::newRow(expected) << QByteArray(from) << QByteArray(expected);
    };
    row("", "latest");
    QTest::newRow("said") << QByteArray(R"(,"from":"latest")") << QByteArray("latest");
    row(R"(,"from":"earliest")", "earliest");
    row(R"(,"from":{"last":20})", "last-20");
    row(R"(,"from":{"after":{"page":3,"sequence":17}})", "after-3-17");
    row(R"(,"from":{"after":{"sequence":0,"page":3}})", "after-3-0");
}

void tst_CommandDecoder::subscribe()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, expected);

    CommandDecoder decoder;
    const auto decoded
        = decoder.decode(R"({"op":"subscribe","id":2,"topic":"a")" + from.toStdString() + "}");
    QVERIFY(decoded);
    QCOMPARE(*decoded->id, std::uint64_t(2));
    QCOMPARE(bytes(startPointText(std::get<SubscribeCommand>(decoded->command).from)), expected);
}

void tst_CommandDecoder::theOthers()
{
    CommandDecoder decoder;
    auto decoded = decoder.decode(R"({"op":"authenticate","id":9007199254740991,"token":"prl_x"})");
    QVERIFY(decoded);
    QCOMPARE(*decoded->id, std::uint64_t(9007199254740991));
    QCOMPARE(bytes(std::get<AuthenticateCommand>(decoded->command).secret), QByteArray("prl_x"));
    decoded = decoder.decode(R"({"op":"unsubscribe","id":0,"topic":"$events/audit"})");
    QVERIFY(decoded);
    QCOMPARE(bytes(std::get<UnsubscribeCommand>(decoded->command).key.topic.text()),
             QByteArray("$events/audit"));
    decoded = decoder.decode(R"({"op":"ping"})");
    QVERIFY(decoded && std::holds_alternative<PingCommand>(decoded->command));
}

void tst_CommandDecoder::secretIsNotQuoted()
{
    CommandDecoder decoder;
    for (const char *text : {R"({"op":"authenticate","token":"prl_live_x","topic":"a"})",
                             R"({"op":"subscribe","topic":"prl_live_x!"})",
                             R"({"op":"publish","topic":"a","text":"prl_live_x","from":1})"}) {
        const auto decoded = decoder.decode(text);
        QVERIFY(!decoded);
        QVERIFY(!bytes(decoded.error().message).contains("prl_live"));
    }
}

QTEST_APPLESS_MAIN(tst_CommandDecoder)
#include "tst_command_decoder.moc"
