#include <QTest>

#include "server/protocol/item_frame.h"
#include "server/topics/item_scan.h"

using namespace parley;

namespace {

constexpr const char *kKey = "01JDMKQ4N6W2ZT3V8H5Y7XACEB";

PublishedMessage message(Payload payload = {PayloadKind::Text, "hello"})
{
    PublishedMessage made{.key = {NamespaceName::standard(), *TopicName::parse("friends")}};
    made.position = {4, 123'456'789};
    made.time = fromEpochMilliseconds(1'795'000'000'123);
    made.publisherId = "ana";
    made.payload = std::move(payload);
    return made;
}

} // namespace

class tst_ItemScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMustBeDecodedIsLeft_data()
    {
        QTest::addColumn<std::string>("json");
        const auto text = [](std::string bytes) {
            return itemJson(message({PayloadKind::Text, bytes}));
        };
        QTest::newRow("nothing") << std::string();
        QTest::newRow("no item") << std::string(R"({"type":"heartbeat"})");
        QTest::newRow("binary") << itemJson(message({PayloadKind::Binary, "hello"}));
        QTest::newRow("a quotation mark") << text("say \"hello\"");
        QTest::newRow("a backslash") << text("\\");
        QTest::newRow("a control") << text("\n");
        PublishedMessage odd = message();
        odd.publisherId = "an\"a";
        QTest::newRow("a publisher with a quotation mark") << itemJson(odd);
        QTest::newRow("cut off") << itemJson(message()).substr(0, 120);
        std::string wrong = itemJson(message());
        wrong.replace(wrong.find("123456789"), 1, "x");
        QTest::newRow("no number") << wrong;
    }

    void whatMustBeDecodedIsLeft()
    {
        QFETCH(const std::string, json);
        PublishedMessage scanned = message();
        QVERIFY(!scanItem(json, scanned));
    }

    void aPlainItemIsReadAsADecoderReadsIt_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("publisher");
        QTest::addColumn<std::string>("key");
        QTest::newRow("nothing in it") << std::string() << std::string() << std::string();
        QTest::newRow("all of it")
            << std::string("hello") << std::string("ana") << std::string(kKey);
        QTest::newRow("UTF-8") << std::string("\xe3\x81\x93\xe3\x82\x93") << std::string("\xc3\xa4")
                               << std::string();
        QTest::newRow("braces") << std::string("}},sequence:1}") << std::string("}")
                                << std::string();
    }

    void aPlainItemIsReadAsADecoderReadsIt()
    {
        QFETCH(const std::string, text);
        QFETCH(const std::string, publisher);
        QFETCH(const std::string, key);
        PublishedMessage sent = message({PayloadKind::Text, text});
        sent.publisherId = publisher;
        sent.idempotencyKey = key;
        const std::string json = itemJson(sent);
        PublishedMessage scanned = message({PayloadKind::Binary, "of the one before"});
        scanned.idempotencyKey = "of the one before";
        QVERIFY(scanItem(json, scanned));
        const auto decoded = decodeItem(json);
        QVERIFY(decoded);
        QVERIFY(scanned.payload.bytes == decoded->payload.bytes);
        QCOMPARE(scanned.payload.kind, decoded->payload.kind);
        QVERIFY(scanned.publisherId == decoded->publisherId);
        QVERIFY(scanned.idempotencyKey == decoded->idempotencyKey);
        QCOMPARE(scanned.position.sequence, decoded->position.sequence);
        QVERIFY(scanned.time == decoded->time);
    }
};

QTEST_APPLESS_MAIN(tst_ItemScan)
#include "tst_item_scan.moc"
