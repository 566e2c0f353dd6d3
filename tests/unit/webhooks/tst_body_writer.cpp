#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/webhooks/body_writer.h"
#include "server/webhooks/delivery_factory.h"

using namespace parley;

class TestBodyWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesMomento();
    void writesStandard();
    void escapes_data();
    void escapes();
    void marksBinary();
    void derivesIds();
    void refusesWhatIsTooLarge();

private:
    static PublishedMessage message(Payload payload)
    {
        return {.key = {*NamespaceName::parse("chat"), *TopicName::parse("chat-publish")},
                .position = {7, 1},
                .time = fromEpochMilliseconds(1732320000000),
                .payload = std::move(payload)};
    }
    static constexpr std::int64_t kNow = 1732320000007;
};

void TestBodyWriter::writesMomento()
{
    const std::string body
        = writeBody(BodyFormat::Momento, message({PayloadKind::Text, "こんにちは 🌸"}), "msg_1",
                    fromEpochMilliseconds(kNow));
    // The golden body of the webhook sheet, section 7.
    QCOMPARE(
        body,
        std::string(R"({"cache":"chat","topic":"chat-publish","event_timestamp":1732320000000,)"
                    R"("publish_timestamp":1732320000007,"topic_sequence_number":1,)"
                    R"("token_id":"","text":"こんにちは 🌸"})"));
}

void TestBodyWriter::writesStandard()
{
    auto what = message({PayloadKind::Text, "hi"});
    what.publisherId = "ana";
    QCOMPARE(writeBody(BodyFormat::Standard, what, "msg_1", fromEpochMilliseconds(kNow)),
             std::string(R"({"type":"topic.message","timestamp":"2024-11-23T00:00:00.000Z",)"
                         R"("data":{"namespace":"chat","topic":"chat-publish","page":7,)"
                         R"("sequence":1,"publisherId":"ana","text":"hi"}})"));
}

void TestBodyWriter::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("quote and backslash") << QByteArray("a\"b\\c");
    QTest::newRow("controls") << QByteArray("a\0b\x01\x1f\n\r\t\b\f", 10);
    QTest::newRow("line separators") << QByteArray("a\xe2\x80\xa8z");
    QTest::newRow("emoji") << QByteArray("👩‍👩‍👧 🌸");
    QTest::newRow("forged members") << QByteArray("\",\"token_id\":\"root");
}

void TestBodyWriter::escapes()
{
    QFETCH(const QByteArray, text);
    for (const auto format : {BodyFormat::Momento, BodyFormat::Standard}) {
        const std::string body
            = writeBody(format, message({PayloadKind::Text, text.toStdString()}), "msg_1", {});
        const QJsonDocument json = QJsonDocument::fromJson(QByteArray::fromStdString(body));
        QVERIFY(json.isObject());
        const QJsonObject object = format == BodyFormat::Momento
            ? json.object()
            : json.object().value(QStringLiteral("data")).toObject();
        QCOMPARE(object.value(QStringLiteral("text")).toString().toUtf8(), text);
    }
}

void TestBodyWriter::marksBinary()
{
    const std::string body = writeBody(
        BodyFormat::Momento, message({PayloadKind::Binary, std::string("\0\xff", 2)}), "msg_1", {});
    QVERIFY(body.ends_with(R"("binary":"AP8="})"));
    QVERIFY(body.find("\"text\"") == std::string::npos);
}

void TestBodyWriter::derivesIds()
{
    const Webhook webhook{.id = "whk_1", .key = message({}).key};
    const std::string id = deliveryId(webhook, message({}));
    QCOMPARE(id.size(), std::size_t{30});
    QVERIFY(id.starts_with("msg_01JDB")); // sorts by the message's time
    QCOMPARE(deliveryId(webhook, message({PayloadKind::Text, "other"})), id); // by its place
    auto later = message({});
    later.position.sequence = 2;
    QVERIFY(deliveryId(webhook, later) != id);
    later = message({});
    later.position.page = 8;
    QVERIFY(deliveryId(webhook, later) != id);
    const Webhook other{.id = "whk_2", .key = message({}).key};
    QVERIFY(deliveryId(other, message({})) != id);
}

void TestBodyWriter::refusesWhatIsTooLarge()
{
    const Webhook webhook{.id = "whk_1", .key = message({}).key};
    const auto fits = makeDelivery(webhook, message({PayloadKind::Text, std::string(200'000, 'x')}),
                                   fromEpochMilliseconds(kNow));
    QVERIFY(fits.state == DeliveryState::Queued);
    QCOMPARE(epochMilliseconds(fits.createdAt), kNow);
    const auto large
        = makeDelivery(webhook, message({PayloadKind::Text, std::string(200'000, '\x01')}), {});
    QVERIFY(large.state == DeliveryState::Dead && large.reason == DeadReason::Rejected);
    QVERIFY(large.body.empty());
}

QTEST_APPLESS_MAIN(TestBodyWriter)
#include "tst_body_writer.moc"
