#include "tests/system/operation_table.h"

#include <QJsonDocument>

#include "tests/support/raw_websocket.h"

namespace parley::test {
namespace {

using Wire = Operation::Wire;
using Keys = QSet<QByteArray>;

const QByteArray kTopic = "default/garden/north";

Operation http(const QByteArray &line, const Keys &keys, int done, const QByteArray &body = {})
{
    const qsizetype space = line.indexOf(' ');
    return {.name = line,
            .keys = keys,
            .method = line.left(space),
            .target = line.mid(space + 1),
            .body = body,
            .done = done};
}

Operation socket(const QByteArray &name, const Keys &keys, const QByteArray &command)
{
    return {.name = "socket: " + name, .keys = keys, .wire = Wire::WebSocket, .body = command};
}

Operation stream(const QByteArray &line, const Keys &keys)
{
    Operation made = http(line, keys, 200);
    made.wire = Wire::EventStream;
    return made;
}

Operation publishing(const QByteArray &line, const QByteArray &type, const QByteArray &body)
{
    Operation made = http(line, {"publish"}, 200, body);
    made.contentType = type;
    return made;
}

void addMessages(std::vector<Operation> &all)
{
    all.push_back(publishing("POST /v1/publish/" + kTopic, "text/plain", "hi"));
    all.push_back(publishing("POST /v1/publish/" + kTopic, "application/x-ndjson",
                             "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"));
    all.push_back(socket("publish", {"publish"},
                         R"({"op":"publish","id":1,"topic":"garden/north","text":"hi"})"));
    for (const QByteArray from :
         {R"("latest")", R"("earliest")", R"({"last":3})", R"({"after":{"page":1,"sequence":0}})"})
        all.push_back(
            socket("subscribe from " + from, {"live"},
                   R"({"op":"subscribe","id":1,"topic":"garden/north","from":)" + from + "}"));
    all.push_back(stream("GET /v1/subscribe/" + kTopic, {"live"}));
    all.push_back(stream("HEAD /v1/subscribe/" + kTopic, {"live"}));
    all.push_back(http("GET /v1/history/" + kTopic, {"kept"}, 200));
    all.push_back(http("GET /v1/search/" + kTopic + "?text=hi", {"kept"}, 200));
    // A topic that is not there: nobody hears so who may not read it.
    all.push_back(http("GET /v1/history/default/garden/nowhere", {"nowhere"}, 404));
    // What the broker says on its own topics.
    all.push_back(socket("subscribe $events/messages", {"logs.read"},
                         R"({"op":"subscribe","id":1,"topic":"$events/messages"})"));
    all.push_back(stream("GET /v1/subscribe/default/$events/audit", {"logs.read"}));
    all.push_back(http("GET /v1/history/default/$events/audit", {"logs.read"}, 200));
    all.push_back(http("GET /v1/history/default/$events/sessions", {"logs.read"}, 200));
    all.push_back(socket("publish $events/audit", {},
                         R"({"op":"publish","id":1,"topic":"$events/audit","text":"{}"})"));
    Operation forged = publishing("POST /v1/publish/default/$events/audit", "text/plain", "{}");
    forged.keys = {};
    all.push_back(forged);
}

void addTopics(std::vector<Operation> &all)
{
    const Keys read{"manage", "topics.read"};
    const Keys write{"manage", "topics.write"};
    all.push_back(http("GET /v1/topics", {"manage", "manages something", "topics.read"}, 200));
    all.push_back(http("GET /v1/topics/" + kTopic, read, 200));
    all.push_back(http("PUT /v1/topics/" + kTopic, write, 200, R"({"retainedMessages":1000})"));
    all.push_back(http("GET /v1/subscribers/" + kTopic, read, 200));
    all.push_back(
        http("DELETE /v1/topics/default/garden/nowhere", {"manages nowhere", "topics.write"}, 404));
    all.push_back(http("PUT /v1/topics/default/$events/mine", {}, 403, "{}"));
    all.push_back(http("GET /v1/namespaces", {"namespaces.read"}, 200));
    all.push_back(http("PUT /v1/namespaces/default", {"namespaces.write"}, 200, "{}"));
    all.push_back(http("DELETE /v1/namespaces/nowhere", {"namespaces.write"}, 404));
}

void addWebhooks(std::vector<Operation> &all)
{
    all.push_back(http("GET /v1/webhooks", {"webhooks.read"}, 200));
    all.push_back(http("GET /v1/webhooks/whk_none", {"webhooks.read"}, 404));
    all.push_back(http("PATCH /v1/webhooks/whk_none", {"webhooks.write"}, 404, R"({"name":"a"})"));
    all.push_back(http("DELETE /v1/webhooks/whk_none", {"webhooks.write"}, 404));
    all.push_back(http("POST /v1/webhooks/whk_none/test", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("POST /v1/webhooks/whk_none/rotate", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("POST /v1/webhooks/whk_none/expire-secrets", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("GET /v1/webhooks/health", {"webhooks.read"}, 200));
    all.push_back(http("GET /v1/webhooks/whk_none/health", {"webhooks.read"}, 404));
    all.push_back(http("GET /v1/deliveries", {"webhooks.read"}, 200));
    all.push_back(http("GET /v1/deliveries/dlv_none", {"webhooks.read"}, 404));
    all.push_back(http("GET /v1/deliveries/dlv_none/attempts", {"webhooks.read"}, 404));
    all.push_back(http("POST /v1/deliveries/dlv_none/retry", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("POST /v1/deliveries/dlv_none/cancel", {"webhooks.write"}, 404, "{}"));
    all.push_back(
        http("POST /v1/deliveries/dlv_none/resend", {"webhooks.write"}, 404, R"({"body":"{}"})"));
    all.push_back(
        http("DELETE /v1/deliveries/dlv_none/attempts/1/response", {"webhooks.write"}, 404));
    all.push_back(http("GET /v1/deliveries/export", {"webhooks.read"}, 200));
    all.push_back(http("POST /v1/deliveries/dlv_none/sign", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("GET /v1/deliveries/retention", {"webhooks.read"}, 200));
    all.push_back(http("PUT /v1/deliveries/retention", {"webhooks.write"}, 200, R"({"days":30})"));
    all.push_back(http("GET /v1/replays", {"webhooks.read"}, 200));
    all.push_back(http("GET /v1/replays/rpl_none", {"webhooks.read"}, 404));
    all.push_back(http("POST /v1/replays", {"webhooks.write"}, 201, R"({"state":["dead"]})"));
    all.push_back(http("POST /v1/replays/rpl_none/run", {"webhooks.write"}, 404, "{}"));
    all.push_back(http("DELETE /v1/replays/rpl_none", {"webhooks.write"}, 404));
    all.push_back(http("GET /v1/functions", {"webhooks.read"}, 200));
    all.push_back(http("GET /v1/functions/none", {"webhooks.read"}, 404));
    all.push_back(http("PUT /v1/functions/none", {"webhooks.write"}, 400, R"({"source":""})"));
    all.push_back(http("DELETE /v1/functions/none", {"webhooks.write"}, 404));
    all.push_back(
        http("POST /v1/functions/none/test", {"webhooks.write"}, 404, R"({"body":"{}"})"));
    all.push_back(http("GET /v1/inspector", {"webhooks.read"}, 200));
    all.push_back(http("PUT /v1/inspector", {"webhooks.write"}, 200, "{}"));
    all.push_back(http("GET /v1/inspector/requests", {"logs.read"}, 200));
    all.push_back(http("DELETE /v1/inspector/requests", {"webhooks.write"}, 204));
    // It would send what is published there to wherever its maker likes: he must be able to read.
    all.push_back(http("POST /v1/webhooks", {"webhooks.write and live"}, 201,
                       R"({"name":"a","topic":"garden/north","url":"function:echo"})"));
}

void addTokens(std::vector<Operation> &all)
{
    all.push_back(http("GET /v1/tokens", {"tokens.read"}, 200));
    all.push_back(http("GET /v1/tokens/tok_none", {"tokens.read"}, 404));
    all.push_back(http("DELETE /v1/tokens/tok_none", {"tokens.write"}, 404));
    all.push_back(http("POST /v1/permissions/check", {"tokens.read"}, 200,
                       R"({"token":"tok_none","action":"publish","topic":"a"})"));
    all.push_back(http("GET /v1/permissions/" + kTopic, {"tokens.read"}, 200));
    // It may hand on what it holds itself, and nobody holds this but who may do everything.
    all.push_back(http("POST /v1/tokens", {"everything"}, 201, R"({"admin":true,"label":"x"})"));
    all.push_back(http("POST /v1/tokens", {"tokens.write and publish"}, 201,
                       R"({"grants":[{"role":"publish","namespace":"default",)"
                       R"("topic":"garden/north"}]})"));
    all.push_back(http("POST /v1/tokens/batch", {"everything"}, 201,
                       R"({"tokens":[{"admin":true,"label":"x"}]})"));
    all.push_back(
        http("POST /v1/tokens/tok_none/rotate", {"tokens.write"}, 404, R"({"overlapSeconds":0})"));
    all.push_back(http("POST /v1/tokens/revoke", {"tokens.write"}, 200, R"({"room":"no/room"})"));
    all.push_back(http("GET /v1/templates", {"tokens.read"}, 200));
    all.push_back(http("GET /v1/templates/chat-member", {"tokens.read"}, 200));
    all.push_back(http("PUT /v1/templates/nowhere", {"everything"}, 400, "{}"));
    all.push_back(http("DELETE /v1/templates/nowhere", {"everything"}, 404));
    // Who may not issue from it hears the same whether or not there is such a template.
    all.push_back(http("POST /v1/templates/nowhere/tokens", {"tokens.write"}, 404, "{}"));
    const QByteArray who = R"({"variables":{"room":"r","user":"u","languages":["english"]}})";
    const Keys sells{"everything", "sells chat-member"};
    all.push_back(http("POST /v1/templates/chat-member/tokens", sells, 201, who));
    all.push_back(http("POST /v1/templates/chat-member/tokens/batch", sells, 201,
                       R"({"tokens":[)" + who + "]}"));
}

void addTheRest(std::vector<Operation> &all)
{
    all.push_back(http("GET /v1/rooms", {"topics.read"}, 200));
    all.push_back(http("POST /v1/rooms", {"topics.write and webhooks.write and tokens.write"}, 400,
                       R"({"name":"","languages":["en"]})"));
    all.push_back(http("GET /v1/rooms/default/nowhere", {"topics.read"}, 404));
    all.push_back(http("PUT /v1/rooms/default/nowhere",
                       {"topics.write and webhooks.write and tokens.write"}, 404, "{}"));
    all.push_back(http("DELETE /v1/rooms/default/nowhere",
                       {"topics.write and webhooks.write and tokens.write"}, 404));
    all.push_back(http("GET /v1/rooms/default/nowhere/held", {"moderation.read"}, 404));
    all.push_back(
        http("POST /v1/rooms/default/nowhere/held/1/approve", {"moderation.write"}, 404, "{}"));
    all.push_back(
        http("POST /v1/rooms/default/nowhere/held/1/deny", {"moderation.write"}, 404, "{}"));
    all.push_back(http("POST /v1/rooms/default/nowhere/tokens", {"tokens.write"}, 404, "{}"));
    all.push_back(http("GET /v1/audit", {"logs.read"}, 200));
    all.push_back(http("GET /v1/metrics", {"logs.read"}, 200));
    all.push_back(http("GET /v1/status", {"anything administrative"}, 200));
    all.push_back(http("GET /v1/token", {"any"}, 200));
    all.push_back(http("GET /v1/health", {"any"}, 200));
    all.push_back(http("POST /v1/permissions/check", {"any"}, 200,
                       R"({"action":"publish","topic":"garden/north"})"));
    all.push_back(socket("ping", {"any"}, R"({"op":"ping","id":1})"));
}

Tried judged(const QString &refusal, bool isDone)
{
    if (refusal == QLatin1String("permission_denied"))
        return Tried::Denied;
    return isDone ? Tried::Done : Tried::Neither;
}

Tried trySocket(quint16 port, const QByteArray &secret, const Operation &operation,
                QByteArray &told)
{
    RawWebSocket peer(port, secret);
    const auto command = QJsonDocument::fromJson(operation.body).object();
    const QJsonObject reply = peer.call(command);
    told = QJsonDocument(reply).toJson(QJsonDocument::Compact);
    const QJsonValue error = reply[QLatin1String("error")];
    return judged(error[QLatin1String("name")].toString(), !reply.isEmpty() && !error.isObject());
}

} // namespace

std::vector<Operation> allOperations()
{
    std::vector<Operation> all;
    addMessages(all);
    addTopics(all);
    addWebhooks(all);
    addTokens(all);
    addTheRest(all);
    return all;
}

Tried tryOperation(const BrokerProcess &broker, const QByteArray &secret,
                   const Operation &operation, QByteArray &told)
{
    if (operation.wire == Operation::Wire::WebSocket)
        return trySocket(broker.port(), secret, operation, told);
    RawHttp http(broker.port(), secret);
    const QByteArray fields = operation.body.isEmpty()
        ? QByteArray()
        : "Content-Type: " + operation.contentType + "\r\n";
    HttpAnswer answer;
    if (operation.wire == Operation::Wire::EventStream || operation.method == "HEAD") {
        http.stream().send(http.head(operation.method, operation.target) + "\r\n");
        answer.head = http.stream().takeThrough("\r\n\r\n");
        answer.status = answer.head.mid(9, 3).toInt();
        if (answer.status == 403)
            return Tried::Denied;
    } else {
        answer = http.request(operation.method, operation.target, operation.body, fields);
    }
    told = answer.head + answer.body;
    return judged(answer.errorName(), answer.status == operation.done);
}

} // namespace parley::test
