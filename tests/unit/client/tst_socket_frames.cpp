#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/client/socket_frames.h"

using namespace parley;
using namespace parley::client;

class TestSocketFrames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesNonsense_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("hello");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("no type") << QByteArray("{}");
        QTest::newRow("type is a number") << QByteArray(R"({"type":3})");
        QTest::newRow("item without payload") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":1,"time":1})");
        QTest::newRow("item with broken base64") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":1,"time":1,"base64":"*"})");
        QTest::newRow("sequence is text") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":"1","time":1,"text":""})");
        QTest::newRow("sequence is negative") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":-1,"time":1,"text":""})");
        QTest::newRow("sequence is not whole") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":1.5,"time":1,"text":""})");
        QTest::newRow("sequence is 2^53") << QByteArray(
            R"({"type":"item","namespace":"d","topic":"t","page":1,"sequence":9007199254740992,"time":1,"text":""})");
        QTest::newRow("gap without next") << QByteArray(
            R"({"type":"gap","namespace":"d","topic":"t","after":{"page":1,"sequence":1}})");
        QTest::newRow("error without error") << QByteArray(R"({"type":"error","id":3})");
        QTest::newRow("deep") << QByteArray(5000, '[');
    }

    void refusesNonsense()
    {
        QFETCH(QByteArray, frame);
        QVERIFY(!serverFrameFrom(frame));
    }

    void readsAnItem()
    {
        const auto frame = serverFrameFrom(
            R"({"type":"item","namespace":"default","topic":"w","page":3,"sequence":4211,"time":1795464000000,"publisherId":"ana","text":"雪","later":1})");
        QVERIFY(frame);
        const auto &item = std::get<Item>(*frame);
        QCOMPARE(item.address.topic, QStringLiteral("w"));
        QVERIFY((item.position == Position{3, 4211}));
        QCOMPARE(item.time.toMSecsSinceEpoch(), 1795464000000);
        QCOMPARE(item.text(), QStringLiteral("雪"));
    }

    void readsBinary()
    {
        const auto frame = serverFrameFrom(
            R"({"type":"item","namespace":"default","topic":"w","page":3,"sequence":1,"time":1,"base64":"AAEC/w=="})");
        QVERIFY(frame);
        QCOMPARE(std::get<Item>(*frame).payload, QByteArray("\x00\x01\x02\xff", 4));
        QVERIFY(!std::get<Item>(*frame).isText);
    }

    void readsTheOthers()
    {
        const auto ack
            = serverFrameFrom(R"({"type":"ack","id":3,"page":1,"sequence":2,"ack":"stored"})");
        QVERIFY(ack && std::get<Acknowledged>(*ack).stored);
        const auto refused = serverFrameFrom(
            R"({"type":"error","id":6,"error":{"code":103,"name":"not_found","message":"no","retryable":false}})");
        QVERIFY(refused);
        QCOMPARE(std::get<Refused>(*refused).error.code, ErrorCode::NotFound);
        const auto later = serverFrameFrom(
            R"({"type":"error","error":{"code":299,"name":"new","message":"no","retryable":true}})");
        QVERIFY(later && std::get<Refused>(*later).error.retryable());
        const auto unknown = serverFrameFrom(R"({"type":"confetti"})");
        QVERIFY(unknown && std::holds_alternative<OtherFrame>(*unknown));
        const auto gap = serverFrameFrom(
            R"({"type":"gap","namespace":"d","topic":"t","after":{"page":1,"sequence":5},"next":{"page":1,"sequence":9}})");
        QVERIFY(gap && std::get<Gap>(*gap).next.sequence == 9);
    }

    void writesCommands()
    {
        const TopicAddress address{QStringLiteral("default"), QStringLiteral("w")};
        QCOMPARE(parsed(subscribeFrame(2, address, Start::latest())).value(QStringLiteral("from")),
                 QJsonValue(QStringLiteral("latest")));
        const auto resumed = parsed(subscribeFrame(2, address, Start::afterPosition({3, 17})));
        QCOMPARE(
            resumed[QStringLiteral("from")][QStringLiteral("after")][QStringLiteral("sequence")]
                .toInt(),
            17);
        const auto binary = parsed(publishFrame(9, address, QByteArray("\xff"), false));
        QCOMPARE(binary.value(QStringLiteral("base64")).toString(), QStringLiteral("/w=="));
        QVERIFY(!binary.contains(QStringLiteral("text")));
    }

private:
    static QJsonObject parsed(const QString &frame)
    {
        return QJsonDocument::fromJson(frame.toUtf8()).object();
    }
};

QTEST_GUILESS_MAIN(TestSocketFrames)
#include "tst_socket_frames.moc"
