#include "tests/support/fake_broker/demo_webhooks.h"

#include <QJsonArray>

#include "tests/support/fake_broker/demo_json.h"

namespace parley::test {
namespace {

QJsonArray hours(int busy, int failing)
{
    QJsonArray hours;
    for (int i = 0; i < 24; ++i) {
        const int sent = i < 3 ? 0 : busy + (i * 37) % (busy + 1);
        const bool fails = failing > 0 && i > 17;
        hours.append(QJsonObject{{"from", minutesAgo((24 - i) * 60)},
                                 {"succeeded", fails ? sent / (failing + 1) : sent},
                                 {"failed", fails ? sent - sent / (failing + 1) : 0}});
    }
    return hours;
}

QJsonObject health(const QString &state, const QString &breaker, int queued, int busy, int failing)
{
    const bool waits = queued > 0;
    return {{"state", state},
            {"stateReason", ""},
            {"breaker", breaker},
            {"heldUntil", QJsonValue()},
            {"nextProbeAt", breaker == "open" ? QJsonValue(minutesAgo(-4)) : QJsonValue()},
            {"queued", queued},
            {"waiting", queued / 3},
            {"inFlight", waits ? 1 : 0},
            {"oldestWaitingAt", waits ? QJsonValue(minutesAgo(12)) : QJsonValue()},
            {"consecutiveFailures", failing * 5},
            {"lastSuccessAt",
             busy > 0 ? QJsonValue(minutesAgo(failing > 0 ? 190 : 0.2)) : QJsonValue()},
            {"p50Microseconds", 41'200},
            {"p95Microseconds", 187'000},
            {"hours", hours(busy, failing)},
            {"filteredMessages", failing > 0 ? 1204 : 0}};
}

QJsonObject healths()
{
    return {{"whk_room", health("active", "closed", 0, 120, 0)},
            {"whk_shop", health("broken", "open", 37, 40, 2)},
            {"whk_mail", health("paused", "closed", 12, 9, 0)},
            {"whk_old", health("disabled", "closed", 0, 3, 1)},
            {"whk_echo", health("active", "closed", 1, 0, 0)}};
}

QJsonObject function(const QString &name)
{
    return {{"name", name},
            {"builtIn", false},
            {"language", "javascript"},
            {"tokenId", "tok_01JDB000000000000000000002"},
            {"milliseconds", 1000},
            {"megabytes", 64}};
}

constexpr char kSource[]
    = "// Counts the words of each message, and tells the room when it is a long one.\n"
      "function handle(event) {\n"
      "    const words = event.text.trim().split(/\\s+/);\n"
      "    console.log(event.topic, words.length);\n"
      "    if (words.length > 40) {\n"
      "        publish('friends-notes', { kind: 'long', words: words.length, by: event.token_id "
      "});\n"
      "    }\n"
      "    return { words: words.length };\n"
      "}\n";

void answerFunctions(FakeBroker &broker)
{
    const QJsonArray engines{
        QJsonObject{{"name", "phrasebook"}, {"pairs", QJsonArray()}, {"problem", ""}},
        QJsonObject{{"name", "apertium"},
                    {"pairs", QJsonArray()},
                    {"problem", "no engine for Japanese: originals are delivered"}}};
    const QJsonArray functions{QJsonObject{{"name", "echo"}, {"builtIn", true}},
                               QJsonObject{{"name", "room"}, {"builtIn", true}},
                               function("count-words"), function("mirror-to-the-archive")};
    broker.answer("GET /v1/functions", bytes({{"functions", functions}, {"engines", engines}}));
    for (const auto *name : {"count-words", "mirror-to-the-archive"}) {
        auto whole = function(name);
        whole.insert("source", kSource);
        broker.answer("GET /v1/functions/" + QByteArray(name), bytes(whole));
        broker.answer(
            "POST /v1/functions/" + QByteArray(name) + "/test",
            R"({"status":200,"body":"{\"words\":41}","error":"","log":["friends-publish 41"],)"
            R"("messages":[{"namespace":"default","topic":"friends-notes",)"
            R"("payload":"{\"kind\":\"long\",\"words\":41}"}],"milliseconds":1.8})");
    }
}

QJsonObject header(const QString &name, const QString &value)
{
    return {{"name", name}, {"value", value}};
}

void answerInspector(FakeBroker &broker)
{
    broker.answer("GET /v1/inspector",
                  bytes({{"on", true},
                         {"status", 503},
                         {"delayMilliseconds", 250},
                         {"headers", QJsonArray{header("Retry-After", "5")}},
                         {"body", "{\"error\":\"the shop is being restocked\"}"},
                         {"address", "http://127.0.0.1:43117/"}}));
    QJsonArray requests;
    for (int i = 9; i > 0; --i)
        requests.append(QJsonObject{
            {"id", i},
            {"time", minutesAgo(10 - i)},
            {"peer", "127.0.0.1:50112"},
            {"method", "POST"},
            {"target", "/orders/in"},
            {"headers",
             QJsonArray{
                 header("Host", "127.0.0.1:43117"), header("User-Agent", "Parley/0.1 (Webhooks)"),
                 header("Content-Type", "application/json"), header("webhook-id", "msg_01JDB"),
                 header("webhook-attempt", QString::number(i))}},
            {"body", R"({"cache":"default","topic":"orders","text":"こんにちは 🌸"})"},
            {"bodyBytes", 66},
            {"status", 503}});
    broker.answer("GET /v1/inspector/requests", bytes({{"requests", requests}}));
}

void answerTests(FakeBroker &broker)
{
    const QJsonObject attempt{
        {"number", 1},
        {"trigger", "test"},
        {"startedAt", minutesAgo(0)},
        {"outcome", "ok"},
        {"outcomeText", "204 No Content"},
        {"httpStatus", 204},
        {"address", "203.0.113.9:443"},
        {"timing", QJsonObject{{"firstByte", 38'000}, {"total", 38'400}}},
        {"requestHead", "POST /hooks/parley HTTP/1.1\r\nHost: shop.example.org"},
        {"responseHead", "HTTP/1.1 204 No Content\r\nDate: Tue, 01 Dec 2026 12:00:00 GMT"},
        {"responseBody", ""},
        {"responseBytes", 0}};
    for (const auto *id : {"whk_room", "whk_shop", "whk_mail", "whk_old", "whk_echo"})
        broker.answer("POST /v1/webhooks/" + QByteArray(id) + "/test",
                      bytes({{"attempt", attempt}}));
}

} // namespace

void answerWebhooks(FakeBroker &broker)
{
    broker.answer("GET /v1/webhooks/health", bytes({{"webhooks", healths()}}));
    answerFunctions(broker);
    answerInspector(broker);
    answerTests(broker);
}

} // namespace parley::test
