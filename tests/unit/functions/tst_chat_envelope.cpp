#include <QTest>

#include "server/functions/chat_envelope.h"

using namespace parley;

class TestChatEnvelope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void plainTextIsNoEnvelope_data();
    void plainTextIsNoEnvelope();
    void clientFormSurvives();
    void fullFormSurvives();
};

void TestChatEnvelope::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("cut off") << QByteArray(R"({"v":1,"id":"a","kind":"message","text":"x)");
    QTest::newRow("version 2") << QByteArray(R"({"v":2,"id":"a","kind":"message","text":"x"})");
    QTest::newRow("version text") << QByteArray(
        R"({"v":"1","id":"a","kind":"message","text":"x"})");
    QTest::newRow("no text") << QByteArray(R"({"v":1,"id":"a","kind":"message"})");
    QTest::newRow("text is a number")
        << QByteArray(R"({"v":1,"id":"a","kind":"message","text":5})");
    QTest::newRow("no id") << QByteArray(R"({"v":1,"kind":"message","text":"x"})");
    QTest::newRow("id with a slash") << QByteArray(R"({"v":1,"id":"a/b","kind":"m","text":"x"})");
    QTest::newRow("id of 65") << QByteArray(R"({"v":1,"id":")") + QByteArray(65, 'a')
            + R"(","kind":"message","text":"x"})";
    QTest::newRow("no kind") << QByteArray(R"({"v":1,"id":"a","text":"x"})");
    QTest::newRow("name of 65") << QByteArray(R"({"v":1,"id":"a","kind":"m","text":"x","name":")")
            + QByteArray(65, 'a') + R"("})";
    QTest::newRow("revision 0") << QByteArray(
        R"({"v":1,"id":"a","rev":0,"kind":"message","text":"x"})");
    QTest::newRow("revision 1e9") << QByteArray(
        R"({"v":1,"id":"a","rev":1000000000,"kind":"message","text":"x"})");
    QTest::newRow("hop without a name")
        << QByteArray(R"({"v":1,"id":"a","kind":"message","text":"x","hops":[{}]})");
    QTest::newRow("17 hops") << QByteArray(R"({"v":1,"id":"a","kind":"m","text":"x","hops":[)")
            + QByteArray(R"({"at":"t"},)").repeated(16) + R"({"at":"t"}]})";
}

void TestChatEnvelope::refuses()
{
    QFETCH(QByteArray, text);
    const auto envelope = ChatEnvelope::parse(text);
    QVERIFY(!envelope);
    QCOMPARE(envelope.error().code, ErrorCode::InvalidArgument);
}

void TestChatEnvelope::plainTextIsNoEnvelope_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("words") << QByteArray("hello") << false;
    QTest::newRow("JSON of somebody else") << QByteArray(R"({"a":1})") << false;
    QTest::newRow("broken JSON") << QByteArray(R"({"v":1)") << false;
    QTest::newRow("unknown version is one") << QByteArray(R"({"v":9})") << true;
    QTest::newRow("with spaces around") << QByteArray(" {\"v\":1} ") << true;
}

void TestChatEnvelope::plainTextIsNoEnvelope()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, is);
    QCOMPARE(ChatEnvelope::isEnvelope(text), is);
}

void TestChatEnvelope::clientFormSurvives()
{
    ChatEnvelope envelope;
    envelope.id = QStringLiteral("01JABC");
    envelope.lang = QStringLiteral("es");
    envelope.text = QStringLiteral("¿Qué \"tal\"?\n日本");
    envelope.sender.name = QStringLiteral("Luis: el mejor");
    envelope.ts.client = 1'795'000'000'123;
    const auto parsed = ChatEnvelope::parse(envelope.toClientJson());
    QVERIFY(parsed);
    QCOMPARE(parsed->id, envelope.id);
    QCOMPARE(parsed->kind, QStringLiteral("message"));
    QCOMPARE(parsed->lang, envelope.lang);
    QCOMPARE(parsed->text, envelope.text);
    QCOMPARE(parsed->sender.name, envelope.sender.name);
    QCOMPARE(parsed->ts.client, envelope.ts.client);
    QCOMPARE(parsed->maxHops, ChatEnvelope::kDefaultMaxHops);
}

void TestChatEnvelope::fullFormSurvives()
{
    ChatEnvelope envelope;
    envelope.id = QStringLiteral("a");
    envelope.revision = 3;
    envelope.room = QStringLiteral("friends");
    envelope.sender = {QStringLiteral("luis"), QStringLiteral("Luis")};
    envelope.source = {QStringLiteral("en"), 0.5, QStringLiteral("cld2"), QStringLiteral("hi")};
    envelope.translation = {QStringLiteral("apertium"),
                            QStringLiteral("eng-spa"),
                            {QStringLiteral("es")},
                            QStringLiteral("ok"),
                            QStringLiteral("why"),
                            QStringLiteral("draft"),
                            0.25,
                            7};
    envelope.moderation = {QStringLiteral("mask"), {QStringLiteral("en/mild")}, {{2, 5}}};
    envelope.ts = {1, 2, 3, 4};
    envelope.sequence = 41;
    envelope.hops = {{QStringLiteral("friends-publish"), 41}, {QStringLiteral("fn:room"), 0}};
    const auto parsed = ChatEnvelope::parse(envelope.toJson());
    QVERIFY(parsed);
    QCOMPARE(parsed->toJson(), envelope.toJson());
    QCOMPARE(parsed->moderation.spans.first().end, 5);
    QCOMPARE(parsed->hops.last().at, QStringLiteral("fn:room"));
}

QTEST_APPLESS_MAIN(TestChatEnvelope)
#include "tst_chat_envelope.moc"
