#include <QTest>

#include "server/functions/incoming_message.h"

using namespace parley;
using namespace parley::functions;

class TestIncomingMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void senderIsWhatTheBrokerStamped();
    void plainTextGetsAStableId();
    void controlsAreTakenOut();
};

void TestIncomingMessage::refuses_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray head = R"({"cache":"default","topic":"friends-publish",)";
    const QByteArray tail
        = R"("event_timestamp":5,"publish_timestamp":5,"topic_sequence_number":1,)";
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("hello");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no text") << head + tail + R"("token_id":"a"})";
    QTest::newRow("text is an object") << head + tail + R"("token_id":"a","text":{}})";
    QTest::newRow("no token id") << head + tail + R"("text":"x"})";
    QTest::newRow("no sequence") << head + R"("publish_timestamp":5,"token_id":"a","text":"x"})";
    QTest::newRow("no time") << head + R"("topic_sequence_number":1,"token_id":"a","text":"x"})";
    QTest::newRow("envelope without id")
        << head + tail + R"("token_id":"a","text":"{\"v\":1,\"kind\":\"message\",\"text\":\"\"}"})";
    QTest::newRow("envelope that plays the system") << head + tail
            + R"("token_id":"a","text":"{\"v\":1,\"id\":\"a\",\"kind\":\"system\",\"text\":\"\"}"})";
    QTest::newRow("standard format") << QByteArray(R"({"type":"a","timestamp":"b","data":{}})");
}

void TestIncomingMessage::refuses()
{
    QFETCH(QByteArray, body);
    const auto message = readIncomingMessage(body.toStdString());
    QVERIFY(!message);
    QCOMPARE(message.error().code, ErrorCode::InvalidArgument);
}

void TestIncomingMessage::senderIsWhatTheBrokerStamped()
{
    const auto message = readIncomingMessage(
        R"({"cache":"c","topic":"t","event_timestamp":5,"publish_timestamp":9,)"
        R"("topic_sequence_number":77,"token_id":"mallory","text":"{\"v\":1,\"id\":\"a\",)"
        R"(\"kind\":\"message\",\"text\":\"hi\",\"sender\":{\"id\":\"alice\",\"name\":\"Alice\"},)"
        R"(\"pos\":{\"seq\":3},\"ts\":{\"client\":4,\"published\":1}}"})");
    QVERIFY(message);
    QCOMPARE(message->envelope.sender.id, QStringLiteral("mallory"));
    QCOMPARE(message->envelope.sender.name, QStringLiteral("Alice"));
    QCOMPARE(message->envelope.sequence, 77);
    QCOMPARE(message->envelope.ts.published, 9);
    QCOMPARE(message->envelope.ts.client, 4);
}

void TestIncomingMessage::plainTextGetsAStableId()
{
    const std::string head = R"({"cache":"c","topic":"t","event_timestamp":5,"token_id":"",)";
    const std::string one
        = head + R"("publish_timestamp":9,"topic_sequence_number":1,"text":"{\"a\":1}"})";
    const std::string two
        = head + R"("publish_timestamp":9,"topic_sequence_number":2,"text":"{\"a\":1}"})";
    const auto first = readIncomingMessage(one);
    const auto again = readIncomingMessage(one);
    const auto other = readIncomingMessage(two);
    QVERIFY(first && again && other);
    QCOMPARE(first->envelope.text, QStringLiteral("{\"a\":1}"));
    QCOMPARE(first->envelope.id.size(), 26);
    QCOMPARE(first->envelope.id, again->envelope.id);
    QVERIFY(first->envelope.id != other->envelope.id);
}

void TestIncomingMessage::controlsAreTakenOut()
{
    const auto message = readIncomingMessage(
        R"({"cache":"c","topic":"t","publish_timestamp":9,"topic_sequence_number":1,)"
        R"("token_id":"a","text":"a\u0000b\u001b[31mc\nd\te\ud800f\u0085"})");
    QVERIFY(message);
    const QString text = message->envelope.text; // what a lone surrogate becomes is Qt's choice
    QVERIFY(text.isValidUtf16());
    QVERIFY2(text.startsWith(QStringLiteral("ab[31mc\nd\te")), qPrintable(text));
    QVERIFY(text.endsWith(u'f'));
}

QTEST_APPLESS_MAIN(TestIncomingMessage)
#include "tst_incoming_message.moc"
