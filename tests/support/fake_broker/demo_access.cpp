#include "tests/support/fake_broker/demo_access.h"

#include <QJsonArray>

#include "tests/support/fake_broker/demo_json.h"

namespace parley::test {
namespace {

QJsonObject act(int id, double minutes, const QString &action, const QString &object,
                const QString &code, int count, const QJsonObject &after)
{
    return {{"id", id},
            {"time", minutesAgo(minutes)},
            {"action", action},
            {"actor", code.isEmpty() ? "tok_01JDB000000000000000000001" : ""},
            {"address", "127.0.0.1"},
            {"object", object},
            {"outcome", code.isEmpty() ? "done" : "refused"},
            {"code", code},
            {"count", count},
            {"before", QJsonValue()},
            {"after", after.isEmpty() ? QJsonValue() : QJsonValue(after)}};
}

QJsonArray acts()
{
    return {act(5, 5, "token.revoked", "tok_01JDB000000000000000000006", "", 1, {}),
            act(4, 20, "connect", "", "unauthenticated", 1204, {}),
            act(3, 90, "topic.created", "orders", "", 1, {{"durability", "durable"}}),
            act(2, 133, "token.issued", "tok_01JDB000000000000000000003", "", 1,
                {{"label", "Ana (demo)"}, {"kind", "disposable"}, {"room", "default/friends"}}),
            act(1, 134, "room.created", "friends", "", 1,
                {{"languages", QJsonArray{"en", "es", "ja"}}})};
}

} // namespace

void answerAccess(FakeBroker &broker)
{
    broker.answer(
        "GET /v1/templates",
        R"({"templates":[{"name":"chat-member","title":"Chat member","description":"Writes in a room and reads it in the languages that were paid for.",)"
        R"("variables":[{"name":"room"},{"name":"user"},{"name":"languages","each":"language"}],"label":"{user} in {room}","publisherId":"{user}",)"
        R"("room":"default/{room}","kind":"disposable","validForSeconds":3600,"maxValidForSeconds":86400,)"
        R"("grants":[{"role":"publish","namespace":"default","topic":"{room}-publish"},{"role":"subscribe","namespace":"default","topic":"{room}-subscribe-{language}"}]}]})");
    broker.answer("GET /v1/audit", bytes({{"entries", acts()}, {"next", QJsonValue()}}));
    const QJsonObject near{
        {"role", "subscribe"}, {"namespace", "default"}, {"topic", "friends-subscribe-english"}};
    broker.answer(
        "POST /v1/permissions/check",
        bytes({{"allowed", false},
               {"reason", "no_grant"},
               {"nearest", near},
               {"missing", "topic"},
               {"sentence", "No grant of this token covers friends-subscribe-japanese."}}));
    const QJsonObject ana{
        {"id", "tok_3"}, {"label", "Ana (demo)"}, {"by", "grant"}, {"grant", near}};
    broker.answer("GET /v1/permissions/default/friends-subscribe-english",
                  bytes({{"publish", QJsonArray()},
                         {"subscribe", QJsonArray{ana}},
                         {"history", QJsonArray{ana}},
                         {"manage", QJsonArray()},
                         {"truncated", false}}));
}

} // namespace parley::test
