#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "server/client/chat_message.h"

using namespace parley;
using namespace parley::client;

class TestChatMessage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsATranslatedMessage()
    {
        const auto message = chatMessageFrom(itemWith(
            R"({"v":1,"id":"01J","rev":2,"room":"friends","kind":"message",)"
            R"("sender":{"id":"tok_1","name":"Ana"},"lang":"en","text":"Hello",)"
            R"("source":{"lang":"es","confidence":0.9,"by":"script","text":"Hola"},)"
            R"("translation":{"engine":"apertium","pair":"spa-eng","status":"ok","unknown":0.25,"ms":3.5},)"
            R"("moderation":{"action":"mask","rules":["en/mild"],"spans":[[0,2]]}})"));
        QCOMPARE(message.id, QStringLiteral("01J"));
        QCOMPARE(message.revision, 2);
        QCOMPARE(message.senderName, QStringLiteral("Ana"));
        QCOMPARE(message.text, QStringLiteral("Hello"));
        QCOMPARE(message.sourceText, QStringLiteral("Hola"));
        QCOMPARE(message.engine, QStringLiteral("apertium"));
        QCOMPARE(message.unknownShare, 0.25);
        QCOMPARE(message.moderation, QStringLiteral("mask"));
        QCOMPARE(message.rules, QStringList{QStringLiteral("en/mild")});
        QVERIFY(message.isTranslated());
        QVERIFY(!message.isPlain);
    }

    void everythingElseIsPlainText_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::newRow("words") << QByteArray("hello");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("JSON without version") << QByteArray(R"({"text":"x","id":"1"})");
        QTest::newRow("JSON without id") << QByteArray(R"({"v":1,"text":"x"})");
        QTest::newRow("version is text") << QByteArray(R"({"v":"1","id":"1","text":"x"})");
        QTest::newRow("text is a number") << QByteArray(R"({"v":1,"id":"1","text":5})");
        QTest::newRow("a list") << QByteArray(R"([1,2])");
        QTest::newRow("cut JSON") << QByteArray("\x7b\"v\":1,\"id\":\"1\",\"te");
        QTest::newRow("markup") << QByteArray("<b>not bold</b>");
    }

    void everythingElseIsPlainText()
    {
        QFETCH(QByteArray, payload);
        const auto message = chatMessageFrom(itemWith(payload));
        QVERIFY(message.isPlain);
        QCOMPARE(message.text, QString::fromUtf8(payload));
        QCOMPARE(message.id, QStringLiteral("3-17"));
        QCOMPARE(message.senderName, QStringLiteral("bo"));
        QVERIFY(!message.isTranslated());
    }

    void wrongKindsInsideAreIgnored()
    {
        const auto message = chatMessageFrom(itemWith(
            R"({"v":1,"id":"a","text":"t","rev":"x","sender":5,"source":[],"translation":null,"moderation":{"rules":7}})"));
        QVERIFY(!message.isPlain);
        QCOMPARE(message.revision, 1);
        QCOMPARE(message.senderId, QStringLiteral("bo"));
        QCOMPARE(message.translationStatus, QStringLiteral("same"));
        QVERIFY(message.rules.isEmpty());
    }

    void binaryIsNamedNotShown()
    {
        auto item = itemWith(QByteArray("\x00\xff\x01", 3));
        item.isText = false;
        QCOMPARE(chatMessageFrom(item).text, QStringLiteral("(3 bytes, not text)"));
    }

    void writesWhatARoomTakes()
    {
        const auto json = QJsonDocument::fromJson(
                              outgoingChatMessage(QStringLiteral("01J"), QStringLiteral("es"),
                                                  QStringLiteral("\"¿Qué?\"\n")))
                              .object();
        QCOMPARE(json.value(QStringLiteral("v")).toInt(), 1);
        QCOMPARE(json.value(QStringLiteral("text")).toString(), QStringLiteral("\"¿Qué?\"\n"));
        QCOMPARE(json.value(QStringLiteral("lang")).toString(), QStringLiteral("es"));
        const auto open = QJsonDocument::fromJson(
                              outgoingChatMessage(QStringLiteral("a"), QString(), QString()))
                              .object();
        QVERIFY(!open.contains(QStringLiteral("lang")));
    }

    void idsDiffer()
    {
        const auto first = newChatMessageId();
        QCOMPARE(first.size(), 26);
        QVERIFY(first != newChatMessageId());
    }

private:
    static Item itemWith(const QByteArray &payload)
    {
        Item item;
        item.position = {3, 17};
        item.publisherId = QStringLiteral("bo");
        item.payload = payload;
        return item;
    }
};

QTEST_GUILESS_MAIN(TestChatMessage)
#include "tst_chat_message.moc"
