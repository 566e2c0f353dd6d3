#include <QTest>

#include "server/protocol/item_frame.h"
#include "server/protocol/websocket_frame.h"
#include "tests/support/bytes.h"

using namespace parley;
using namespace parley::test;

class tst_ItemFrame : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textOfTheWire();
    void sizeIsExact_data();
    void sizeIsExact();
    void comesBack_data();
    void comesBack();
    void worstCase();
    void decodeRefuses_data();
    void decodeRefuses();
    void decodeIgnoresWhatItDoesNotKnow();
};

namespace {

PublishedMessage message(PayloadKind kind, std::string bytes, std::string publisherId = "Ana")
{
    return {{NamespaceName::standard(), *TopicName::parse("weather")},
            {3, 17},
            fromEpochMilliseconds(1795464000000),
            std::move(publisherId),
            {kind, std::move(bytes)}};
}

} // namespace

void tst_ItemFrame::textOfTheWire()
{
    const QByteArray begin(R"({"type":"item","namespace":"default","topic":"weather","page":3,)"
                           R"("sequence":17,"time":1795464000000,"publisherId":"Ana",)");
    QCOMPARE(bytes(itemJson(message(PayloadKind::Text, "Snow \"on\" the hills, 雪"))),
             begin + R"("text":"Snow \"on\" the hills, 雪"})");
    QCOMPARE(bytes(itemJson(message(PayloadKind::Binary, std::string("\0\1\2\xff", 4)))),
             begin + R"("base64":"AAEC/w=="})");
}

void tst_ItemFrame::sizeIsExact_data()
{
    QTest::addColumn<quint64>("sequence");
    QTest::addColumn<qint64>("time");
    QTest::addColumn<int>("payloadBytes");

    // Around each place where a frame's header grows, and each count of digits.
    for (const int size :
         {0,     1,     2,     3,     20,    21,    22,    125,   126,   127,   65400,
          65410, 65415, 65416, 65417, 65418, 65419, 65420, 65430, 65536, 262144})
        QTest::addRow("%d bytes", size) << quint64(17) << qint64(1795464000000) << size;
    for (const quint64 sequence : {1ull, 9ull, 10ull, 99999ull, 9007199254740991ull})
        QTest::addRow("sequence %llu", static_cast<unsigned long long>(sequence))
            << sequence << qint64(0) << 10;
}

void tst_ItemFrame::sizeIsExact()
{
    QFETCH(quint64, sequence);
    QFETCH(qint64, time);
    QFETCH(int, payloadBytes);

    for (const auto kind : {PayloadKind::Text, PayloadKind::Binary}) {
        PublishedMessage item
            = message(kind, std::string(static_cast<std::size_t>(payloadBytes), 'x'));
        item.position.sequence = sequence;
        item.time = fromEpochMilliseconds(time);
        const ItemPrefix prefix(item.key, item.position.page);
        const std::size_t size
            = itemFrameBytes(prefix, {sequence, item.time, item.publisherId}, item.payload);
        std::string out(size + 1, '#'); // a guard stands behind
        writeItemFrame(out.data(), size, prefix, {sequence, item.time, item.publisherId},
                       item.payload);
        QCOMPARE(out.back(), '#');
        const FrameView view = viewServerFrame(out.data());
        QCOMPARE(view.size(), size);
        QCOMPARE(view.headerBytes, frameHeaderSize(view.bodyBytes));
        QCOMPARE(out[0], '\x81');
        QVERIFY(std::string_view(out).substr(view.headerBytes, view.bodyBytes) == itemJson(item));
    }
}

void tst_ItemFrame::comesBack_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("binary");
    QTest::addColumn<QByteArray>("publisherId");

    QByteArray all;
    for (int c = 0; c < 256; ++c)
        all += static_cast<char>(c);
    QTest::newRow("empty text") << QByteArray("") << false << QByteArray("");
    QTest::newRow("empty binary") << QByteArray("") << true << QByteArray("");
    QTest::newRow("controls") << all.left(128) << false << QByteArray("Ana");
    QTest::newRow("every byte") << all << true << QByteArray("Ana");
    QTest::newRow("many tongues") << QByteArray("雪 سلام 👩‍👩‍👧") << false
                                  << QByteArray("雪\"\\\n");
    QTest::newRow("looks like the envelope")
        << QByteArray(R"(","publisherId":"admin","text":")") << false << QByteArray(R"(","x":")");
}

void tst_ItemFrame::comesBack()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, binary);
    QFETCH(QByteArray, publisherId);

    const auto item = message(binary ? PayloadKind::Binary : PayloadKind::Text,
                              payload.toStdString(), publisherId.toStdString());
    const auto back = decodeItem(itemJson(item));
    QVERIFY(back);
    QVERIFY(back->key == item.key);
    QVERIFY(back->position == item.position);
    QVERIFY(back->time == item.time);
    QCOMPARE(bytes(back->publisherId), publisherId);
    QVERIFY(back->payload == item.payload);
}

void tst_ItemFrame::worstCase()
{
    const auto item = message(PayloadKind::Text, std::string(Payload::kMaxBytes, '\0'));
    const std::string json = itemJson(item);
    QVERIFY(json.size() > 6 * Payload::kMaxBytes);
    QVERIFY(json.size() < 6 * Payload::kMaxBytes + 200);
    QVERIFY(decodeItem(json)->payload == item.payload);
}

void tst_ItemFrame::decodeRefuses_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");

    QTest::newRow("other type") << QByteArray("\"item\"") << QByteArray("\"gap\"");
    QTest::newRow("no sequence") << QByteArray("\"sequence\":17,") << QByteArray("");
    QTest::newRow("negative sequence") << QByteArray(":17") << QByteArray(":-17");
    QTest::newRow("sequence as text") << QByteArray(":17") << QByteArray(":\"17\"");
    QTest::newRow("no payload") << QByteArray(",\"text\":\"x\"") << QByteArray("");
    QTest::newRow("two payloads") << QByteArray("\"text\"")
                                  << QByteArray("\"base64\":\"\",\"text\"");
    QTest::newRow("bad base64") << QByteArray("\"text\"") << QByteArray("\"base64\"");
    QTest::newRow("bad topic") << QByteArray("weather") << QByteArray("wea ther");
    QTest::newRow("bad namespace") << QByteArray("default") << QByteArray("a/b");
    QTest::newRow("cut") << QByteArray("\"}") << QByteArray("");
}

void tst_ItemFrame::decodeRefuses()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);

    QByteArray json = bytes(itemJson(message(PayloadKind::Text, "x")));
    QVERIFY(decodeItem(json.toStdString()));
    QVERIFY(json.contains(from));
    json.replace(from, to);
    QVERIFY(!decodeItem(json.toStdString()));
}

void tst_ItemFrame::decodeIgnoresWhatItDoesNotKnow()
{
    std::string json = itemJson(message(PayloadKind::Text, "x"));
    json.insert(1, R"("new":{"a":[1]},)");
    QVERIFY(decodeItem(json));
}

QTEST_APPLESS_MAIN(tst_ItemFrame)
#include "tst_item_frame.moc"
