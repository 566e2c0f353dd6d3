#include "tests/support/fake_broker/demo_data.h"

#include <QJsonArray>

#include "tests/support/fake_broker/demo_access.h"
#include "tests/support/fake_broker/demo_json.h"
#include "tests/support/fake_broker/demo_messages.h"
#include "tests/support/fake_broker/demo_webhooks.h"

namespace parley::test {
namespace {

QJsonObject topic(const QString &name, const QString &durability, qint64 published,
                  qint64 delivered, int subscribers, int webhooks)
{
    return {{"namespace", "default"},
            {"topic", name},
            {"durability", durability},
            {"retainedBytes", 16'777'216},
            {"page", 1},
            {"createdAt", minutesAgo(134)},
            {"lastSequence", published},
            {"firstSequence", published > 0 ? 1 : 0},
            {"publishedMessages", published},
            {"publishedBytes", published * 118},
            {"deliveredMessages", delivered},
            {"keptBytes", published * 204},
            {"subscribers", subscribers},
            {"webhooks", webhooks}};
}

QJsonArray topics(qint64 polls)
{
    const qint64 talk = 4211 + polls * 12 + (polls % 5) * 7;
    return {
        topic("friends-publish", "relaxed", talk, 0, 0, 1),
        topic("friends-subscribe-english", "relaxed", talk - 8, (talk - 8) * 3, 3, 0),
        topic("friends-subscribe-japanese", "relaxed", talk - 8, (talk - 8) * 4, 4, 0),
        topic("friends-subscribe-spanish", "relaxed", talk - 9, (talk - 9) * 7, 7, 1),
        topic("home/kitchen/light", "memory", 88, 176, 2, 0),
        topic("orders", "durable", 10'234 + polls, 20'468 + polls * 2, 2, 2),
        topic("sensors/greenhouse/temperature-and-humidity-with-a-long-name", "memory", 0, 0, 0, 0),
        topic("weather", "durable", 3, 0, 0, 1)};
}

QJsonObject grant(const QString &role, const QString &topicName)
{
    return {{"role", role}, {"namespace", "default"}, {"topic", topicName}};
}

QJsonObject token(int number, const QString &label, const QString &publisher, const QString &state,
                  const QJsonArray &grants, bool admin, double minutesLeft)
{
    return {{"id", QStringLiteral("tok_01JDB%1").arg(number, 21, 10, QLatin1Char('0'))},
            {"label", label},
            {"publisherId", publisher},
            {"admin", admin},
            {"grants", grants},
            {"createdAt", minutesAgo(130 - number)},
            {"validUntil", minutesLeft != 0 ? QJsonValue(minutesAgo(-minutesLeft)) : QJsonValue()},
            {"revokedAt", state == "revoked" ? QJsonValue(minutesAgo(5)) : QJsonValue()},
            {"kind", minutesLeft != 0 && minutesLeft < 1500 ? "disposable" : "key"},
            {"issuer", number < 3 ? "" : "tok_01JDB000000000000000000001"},
            {"template", publisher == "Ken" ? "chat-member" : ""},
            {"room", number == 2 || number == 4 ? "default/friends" : ""},
            {"lastUsedAt", number == 5 ? QJsonValue() : QJsonValue(minutesAgo(number * 3))},
            {"connections", number % 3},
            {"maxConnections", number == 4 ? 3 : 0},
            {"allowedOrigins", number == 4 ? QJsonArray{"https://chat.example.org"} : QJsonArray()},
            {"warnings", admin ? QJsonArray{"never_expires", "unused_90_days"} : QJsonArray()},
            {"state", state}};
}

QJsonArray tokens()
{
    const QJsonArray ana{grant("publish", "friends-publish"),
                         grant("subscribe", "friends-subscribe-spanish")};
    const QJsonArray ken{grant("publish", "friends-publish"),
                         grant("subscribe", "friends-subscribe-japanese")};
    return {
        token(1, "Owner of this desk", "", "active", {}, true, 0),
        token(2, "Room friends: moderate and translate", "room:friends", "active",
              {QJsonObject{{"role", "publish"},
                           {"namespace", "default"},
                           {"topicPrefix", "friends-subscribe-"}}},
              false, 0),
        token(3, "Ana (demo)", "Ana", "active", ana, false, 58),
        token(4, "Ken (demo)", "Ken", "active", ken, false, 58),
        token(5, "Greenhouse sensor", "greenhouse", "active",
              {grant("publish", "sensors/greenhouse/temperature-and-humidity-with-a-long-name")},
              false, 43'000),
        token(6, "Old laptop", "", "revoked", {grant("both", "orders")}, false, 100),
        token(7, "Visitor", "Visitor", "expired", ana, false, -20)};
}

QJsonObject webhook(const QString &id, const QString &name, const QString &topicName,
                    const QString &url, const QString &state, const QString &reason)
{
    return {{"id", id},
            {"name", name},
            {"namespace", "default"},
            {"topic", topicName},
            {"url", url},
            {"format", "standard"},
            {"schedule", url.startsWith("function:") ? "chat" : "standard"},
            {"level", "public"},
            {"state", state},
            {"stateReason", reason},
            {"createdAt", minutesAgo(133)}};
}

QJsonArray webhooks()
{
    return {webhook("whk_room", "Room friends", "friends-publish", "function:room", "active", ""),
            webhook("whk_shop", "Shop backend", "orders", "https://shop.example.org/hooks/parley",
                    "active", ""),
            webhook("whk_mail", "Mail to the warehouse", "orders", "https://mail.example.org/in",
                    "paused", ""),
            webhook("whk_old", "Weather archive", "weather", "http://archive.example.org/weather",
                    "disabled", "5 deliveries in a row were refused"),
            webhook("whk_echo", "Spanish to the archive", "friends-subscribe-spanish",
                    "function:echo", "active", "")};
}

QJsonObject delivery(int number, const QString &webhookId, const QString &topicName,
                     const QString &state, const QString &reason, int attempts, double minutes)
{
    return {{"id", QStringLiteral("msg_01JDB%1").arg(number, 21, 10, QLatin1Char('0'))},
            {"webhookId", webhookId},
            {"namespace", "default"},
            {"topic", topicName},
            {"page", 1},
            {"sequence", 4211 - number},
            {"publisherId", "Ana"},
            {"createdAt", minutesAgo(minutes)},
            {"state", state},
            {"reason", reason},
            {"attempts", attempts},
            {"lastOutcome", state == "delivered" ? "ok" : "http_5xx"},
            {"lastStatus", state == "delivered" ? 200 : 503},
            {"nextAttemptAt", state == "waiting" ? QJsonValue(minutesAgo(-4)) : QJsonValue()}};
}

QJsonArray deliveries()
{
    QJsonArray list{delivery(0, "whk_shop", "orders", "waiting", "", 3, 0.4)};
    for (int i = 1; i < 26; ++i) {
        const bool room = i % 3 != 0;
        const bool dead = i == 4 || i == 17;
        list.append(delivery(i,
                             dead       ? "whk_old"
                                 : room ? "whk_room"
                                        : "whk_shop",
                             dead       ? "weather"
                                 : room ? "friends-publish"
                                        : "orders",
                             dead         ? "dead"
                                 : i == 9 ? "canceled"
                                          : "delivered",
                             dead ? "exhausted" : "", dead ? 7 : 1, 0.5 + i * 0.7));
    }
    return list;
}

QJsonObject attempt(int number, const QString &outcome, const QString &text, int status,
                    qint64 wait, const QString &decision)
{
    const bool first = number == 1;
    return {{"deliveryId", "msg_0"},
            {"number", number},
            {"trigger", "auto"},
            {"startedAt", minutesAgo(0.4 - number * 0.1)},
            {"outcome", outcome},
            {"outcomeText", text},
            {"httpStatus", status},
            {"address", "203.0.113.9:443"},
            {"tls", "TLSv1.3 TLS_AES_128_GCM_SHA256, CN=shop.example.org until 2027-01-01"},
            {"reusedConnection", !first},
            {"timing",
             QJsonObject{{"dns", first ? 4200 : 0},
                         {"connect", first ? 11'300 : 0},
                         {"tls", first ? 18'900 : 0},
                         {"write", 240},
                         {"firstByte", wait},
                         {"body", 900},
                         {"total", (first ? 34'400 : 0) + wait + 1140}}},
            {"requestHead",
             QStringLiteral("POST /hooks/parley HTTP/1.1\r\nHost: shop.example.org\r\n"
                            "Content-Type: application/json\r\nwebhook-id: msg_01JDB\r\n"
                            "webhook-timestamp: 1795464000\r\nwebhook-signature: v1,…\r\n"
                            "webhook-attempt: %1\r\nUser-Agent: Parley/0.1")
                 .arg(number)},
            {"responseHead",
             QStringLiteral("HTTP/1.1 %1 Service Unavailable\r\nContent-Type: text/plain\r\n"
                            "Retry-After: 240")
                 .arg(status)},
            {"responseBody", "the shop is being restocked, try again later"},
            {"responseBytes", 44},
            {"responseTruncated", false},
            {"decision", decision}};
}

QJsonArray attempts()
{
    return {attempt(1, "http_5xx", "503 Service Unavailable", 503, 41'000,
                    "next in 5 s: step 1, jitter +4 %"),
            attempt(2, "http_5xx", "503 Service Unavailable", 503, 38'000,
                    "next in 5 min 12 s: step 2"),
            attempt(3, "timeout_first_byte", "no answer within 15 s", 0, 15'000'000,
                    "next in 4 min: Retry-After")};
}

QJsonArray rooms()
{
    return {QJsonObject{{"name", "friends"},
                        {"namespace", "default"},
                        {"languages", QJsonArray{"en", "es", "ja"}},
                        {"failClosed", true},
                        {"publishTopic", "friends-publish"},
                        {"subscribeTopics",
                         QJsonObject{{"en", "friends-subscribe-english"},
                                     {"es", "friends-subscribe-spanish"},
                                     {"ja", "friends-subscribe-japanese"}}},
                        {"webhookId", "whk_room"},
                        {"createdAt", minutesAgo(133)}}};
}

QJsonObject status(qint64 polls)
{
    return {{"version", "0.1.0"},
            {"startedAt", minutesAgo(134)},
            {"connections", 18},
            {"sessions", 18},
            {"subscriptions", 31},
            {"topics", 8},
            {"publishedMessages", 27'000 + polls * 24 + (polls % 4) * 9},
            {"publishedBytes", 3'186'000},
            {"deliveredMessages", 112'000 + polls * 96 + (polls % 3) * 31},
            {"sentBytes", 21'000'000},
            {"sends", 90'000}};
}

void answerHistory(FakeBroker &broker)
{
    broker.answer("GET /v1/history/default/friends-publish", [](const auto &) {
        QJsonArray items;
        for (int i = 0; i < 12; ++i)
            items.append(QJsonObject{
                {"type", "item"},
                {"namespace", "default"},
                {"topic", "friends-publish"},
                {"page", 1},
                {"sequence", 4200 + i},
                {"time", minutesAgo(3 - i * 0.2)},
                {"publisherId", i % 2 ? "Ana" : "Ken"},
                {"text",
                 QStringLiteral(
                     R"({"v":1,"id":"01J%1","kind":"message","lang":"es","text":"¿Vienes a las siete?"})")
                     .arg(i)}});
        return FakeBroker::Response{200, bytes({{"items", items}, {"next", QJsonValue()}}), {}};
    });
}

void answerMemberToken(FakeBroker &broker)
{
    // The fake knows one secret only, so the member gets that one.
    auto member = token(
        9, "Demo, chat on this desktop", "Me", "active",
        {grant("publish", "friends-publish"), grant("subscribe", "friends-subscribe-english")},
        false, 700);
    broker.answer(
        "POST /v1/rooms/default/friends/tokens",
        [member](const FakeBroker::Request &request) mutable {
            member.insert("publisherId", request.json().value("publisherId"));
            return FakeBroker::Response{
                201,
                bytes({{"token", member}, {"secret", QString::fromLatin1(FakeBroker::token())}}),
                {}};
        });
}

} // namespace

void fillWithDemoData(FakeBroker &broker)
{
    auto polls = std::make_shared<qint64>(0);
    broker.answer("GET /v1/status", [polls](const auto &) {
        return FakeBroker::Response{200, bytes(status(++*polls)), {}};
    });
    broker.answer("GET /v1/topics", [polls](const auto &) {
        return FakeBroker::Response{200, bytes({{"topics", topics(++*polls)}}), {}};
    });
    broker.answer("GET /v1/tokens", bytes({{"tokens", tokens()}}));
    broker.answer("GET /v1/webhooks", bytes({{"webhooks", webhooks()}}));
    broker.answer("GET /v1/deliveries",
                  bytes({{"deliveries", deliveries()}, {"next", "msg_older"}}));
    broker.answer("GET /v1/rooms", bytes({{"rooms", rooms()}}));
    broker.answer("GET /v1/subscribers/default/friends-publish", R"({"subscribers":[]})");
    const auto first = deliveries().at(0).toObject();
    const auto id = first.value("id").toString().toUtf8();
    auto whole = first;
    whole.insert(
        "body",
        R"({"type":"topic.message","timestamp":1795464000,"data":{"topic":"orders","sequence":4211,"text":"{\"order\":1204,\"total\":38.5}"}})");
    broker.answer("GET /v1/deliveries/" + id, bytes(whole));
    broker.answer("GET /v1/deliveries/retention",
                  bytes({{"days", 30},
                         {"failedDays", 90},
                         {"megabytes", 1024},
                         {"deliveries", 8412},
                         {"bytes", 31'400'000},
                         {"maxDeliveries", 100'000}}));
    broker.answer("GET /v1/deliveries/" + id + "/attempts", bytes({{"attempts", attempts()}}));
    answerHistory(broker);
    answerMemberToken(broker);
    answerAccess(broker);
    answerWebhooks(broker);
    publishDemoMessages(broker);
}

void fillWithNothing(FakeBroker &broker)
{
    auto empty = status(0);
    for (const char *name :
         {"topics", "publishedMessages", "deliveredMessages", "publishedBytes", "subscriptions"})
        empty.insert(QLatin1String(name), 0);
    broker.answer("GET /v1/status", bytes(empty));
    broker.answer("GET /v1/topics", R"({"topics":[]})");
    broker.answer("GET /v1/tokens", R"({"tokens":[],"next":null})");
    broker.answer("GET /v1/audit", R"({"entries":[],"next":null})");
    broker.answer("GET /v1/webhooks", R"({"webhooks":[]})");
    broker.answer("GET /v1/deliveries", R"({"deliveries":[],"next":null})");
    broker.answer("GET /v1/rooms", R"({"rooms":[]})");
    broker.answer(
        "GET /v1/functions",
        R"({"functions":[{"name":"echo","builtIn":true},{"name":"room","builtIn":true}],"engines":[]})");
    broker.answer("GET /v1/webhooks/health", R"({"webhooks":{}})");
    broker.answer(
        "GET /v1/inspector",
        R"({"on":false,"status":200,"delayMilliseconds":0,"headers":[],"body":"","address":""})");
    broker.answer("GET /v1/inspector/requests", R"({"requests":[]})");
}

} // namespace parley::test
