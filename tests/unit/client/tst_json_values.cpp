#include <QJsonDocument>
#include <QTest>

#include "server/client/attempt_info.h"
#include "server/client/audit_info.h"
#include "server/client/delivery_event.h"
#include "server/client/functions_info.h"
#include "server/client/message_event.h"
#include "server/client/room_info.h"
#include "server/client/status_info.h"
#include "server/client/subscriber_info.h"
#include "server/client/token_info.h"
#include "server/client/topic_info.h"
#include "server/client/verdict_info.h"
#include "server/client/webhook_info.h"

using namespace parley;
using namespace parley::client;

// The examples are those of server/protocol/README.md.
class TestJsonValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheExamples()
    {
        const auto topic = topicInfoFrom(object(
            R"({"namespace":"default","topic":"weather","durability":"durable","retainedBytes":16777216,"page":3,"createdAt":5,"lastSequence":3,"firstSequence":1,"publishedMessages":3,"publishedBytes":60,"deliveredMessages":4,"keptBytes":400,"subscribers":1,"webhooks":2})"));
        QVERIFY(topic);
        QCOMPARE(topic->deliveredMessages, 4u);
        QCOMPARE(topic->webhooks, 2u);
        const auto room = roomInfoFrom(object(
            R"({"name":"garden","namespace":"default","languages":["en","es"],"failClosed":true,"publishTopic":"garden-publish","subscribeTopics":{"en":"garden-subscribe-english","es":"garden-subscribe-spanish"},"webhookId":"w","createdAt":1})"));
        QVERIFY(room);
        QCOMPARE(room->subscribeTopics.value(QStringLiteral("es")),
                 QStringLiteral("garden-subscribe-spanish"));
        const auto functions = functionsInfoFrom(object(
            R"({"functions":[{"name":"echo"}],"engines":[{"name":"apertium","pairs":[{"source":"en","target":"es","via":""}],"problem":"not installed"}]})"));
        QVERIFY(functions);
        QCOMPARE(functions->engines.first().problem, QStringLiteral("not installed"));
        QVERIFY(statusInfoFrom(object(
            R"({"version":"0.1","startedAt":1,"connections":1,"sessions":1,"subscriptions":0,"topics":0,"publishedMessages":0,"publishedBytes":0,"deliveredMessages":0,"sentBytes":0,"sends":0})")));
    }

    void readsAToken()
    {
        const auto issued = issuedTokenFrom(object(
            R"({"token":{"id":"tok_1","label":"Ana","publisherId":"Ana","admin":false,"grants":[{"role":"subscribe","namespace":"default","topic":"weather"},{"role":"both","allNamespaces":true,"topicPrefix":"a-"},{"role":"publish","namespace":"n","allTopics":true}],"createdAt":1,"validUntil":2,"revokedAt":null,"state":"active"},"secret":"prl_tmp_x"})"));
        QVERIFY(issued);
        QCOMPARE(issued->secret, QByteArray("prl_tmp_x"));
        const auto &grants = issued->token.grants;
        QCOMPARE(grants.size(), 3);
        const TopicAddress weather{QStringLiteral("default"), QStringLiteral("weather")};
        QVERIFY(grants[0].allows(QStringLiteral("subscribe"), weather));
        QVERIFY(!grants[0].allows(QStringLiteral("publish"), weather));
        QVERIFY(grants[1].allows(QStringLiteral("publish"),
                                 {QStringLiteral("x"), QStringLiteral("a-b")}));
        QVERIFY(!grants[2].allows(QStringLiteral("publish"), weather));
        QVERIFY(!issued->token.revokedAt.isValid());
        for (const auto &grant : grants)
            QVERIFY(*grantInfoFrom(toJson(grant)) == grant);
    }

    void systemTopicsNeedMoreThanAGrant()
    {
        GrantInfo all;
        all.role = QStringLiteral("both");
        all.allNamespaces = true;
        all.selector = GrantInfo::Selector::All;
        QVERIFY(!all.allows(QStringLiteral("subscribe"),
                            {QStringLiteral("default"), QStringLiteral("$events/audit")}));
    }

    void refusesWhatIsIncomplete_data()
    {
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *name, bool accepted) { QTest::newRow(name) << accepted; };
        row("topic without durability",
            bool(topicInfoFrom(
                object(R"({"namespace":"d","topic":"t","retainedBytes":1,"page":1})"))));
        row("token with a broken grant",
            bool(tokenInfoFrom(
                object(R"({"id":"t","grants":[{"role":"subscribe"}],"state":"active"})"))));
        row("token whose grants are text",
            bool(tokenInfoFrom(object(R"({"id":"t","grants":"all","state":"active"})"))));
        row("issued without secret",
            bool(issuedTokenFrom(object(R"({"token":{"id":"t","grants":[],"state":"active"}})"))));
        row("webhook without url",
            bool(webhookInfoFrom(
                object(R"({"id":"w","namespace":"d","topic":"t","state":"active"})"))));
        row("room without topics",
            bool(roomInfoFrom(
                object(R"({"name":"r","namespace":"d","languages":["en"],"publishTopic":"p"})"))));
        row("attempt without outcome",
            bool(attemptInfoFrom(object(R"({"number":1,"startedAt":1})"))));
        row("deliveries that are numbers", bool(deliveryPageFrom(object(R"({"deliveries":[1]})"))));
        row("subscriber without transport",
            bool(subscriberInfoFrom(object(R"({"connectionId":1})"))));
        row("functions missing", bool(functionsInfoFrom(object(R"({"engines":[]})"))));
        row("verdict without id", bool(verdictInfoFrom(item(R"({"action":"block"})"))));
        row("audit that is text", bool(auditInfoFrom(item("topic.created"))));
        row("message event without position",
            bool(messageEventFrom(item(R"({"namespace":"d","topic":"t","time":1,"text":""})"))));
        row("delivery event with a broken attempt",
            bool(deliveryEventFrom(item(R"({"kind":"attempt","attempt":{"number":"x"}})"))));
    }

    void refusesWhatIsIncomplete()
    {
        QFETCH(bool, accepted);
        QVERIFY(!accepted);
    }

    void readsEvents()
    {
        const auto message = messageEventFrom(item(
            R"({"namespace":"default","topic":"t","page":1,"sequence":9,"time":5,"publisherId":"a","bytes":9000,"kind":"text","text":"abc","truncated":true})"));
        QVERIFY(message);
        QCOMPARE(message->bytes, 9000u);
        QVERIFY(message->truncated);
        const auto audit = auditInfoFrom(item(
            R"({"id":9,"time":5,"action":"topic.created","actor":"tok_1","address":"127.0.0.1","object":"weather","outcome":"refused","code":"permission_denied","count":12,"before":null,"after":{"durability":"durable"},"later":1})"));
        QVERIFY(audit && audit->isRefused());
        QCOMPARE(audit->count, 12u);
        QVERIFY(audit->before.isEmpty());
        QCOMPARE(audit->after.value(QLatin1String("durability")).toString(),
                 QStringLiteral("durable"));
        const auto attempt = deliveryEventFrom(item(
            R"({"kind":"attempt","delivery":{"id":"msg_1","webhookId":"w","namespace":"default","topic":"t","page":1,"sequence":1,"createdAt":1,"state":"waiting","reason":"","attempts":1,"nextAttemptAt":99},"attempt":{"deliveryId":"msg_1","number":1,"startedAt":5,"outcome":"http_5xx","httpStatus":503,"timing":{"total":41000}}})"));
        QVERIFY(attempt && attempt->delivery && attempt->attempt && !attempt->webhook);
        QCOMPARE(attempt->attempt->timing.total, 41000u);
        QCOMPARE(attempt->delivery->nextAttemptAt.toMSecsSinceEpoch(), 99);
    }

private:
    static QJsonObject object(const QByteArray &json)
    {
        return QJsonDocument::fromJson(json).object();
    }

    static Item item(const QByteArray &payload)
    {
        Item item;
        item.payload = payload;
        return item;
    }
};

QTEST_GUILESS_MAIN(TestJsonValues)
#include "tst_json_values.moc"
