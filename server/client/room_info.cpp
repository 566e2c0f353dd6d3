#include "server/client/room_info.h"

#include "server/client/json_reader.h"

namespace parley::client {
namespace {

constexpr const char *kSettings[]{"languages",     "topicNames",       "moderation",
                                  "engines",       "glossary",         "durability",
                                  "retainedBytes", "retainedMessages", "retainedSeconds"};

QJsonObject settingsOf(const QJsonObject &json)
{
    QJsonObject settings;
    for (const char *name : kSettings) {
        const auto member = json.find(QLatin1String(name));
        if (member != json.end())
            settings.insert(member.key(), member.value());
    }
    return settings;
}

} // namespace

Result<RoomInfo> roomInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "room");
    RoomInfo info;
    info.name = reader.text("name");
    info.nameSpace = reader.text("namespace");
    info.languages = reader.texts("languages");
    info.settings = settingsOf(json);
    info.publishTopic = reader.text("publishTopic");
    const auto topics = reader.object("subscribeTopics");
    const auto codes = topics.keys();
    for (const auto &code : codes)
        info.subscribeTopics.insert(code, topics.value(code).toString());
    info.presenceTopic = reader.textOr("presenceTopic");
    info.webhookId = reader.textOr("webhookId");
    info.createdAt = reader.timeOrNull("createdAt");
    if (reader.failed())
        return reader.error();
    return info;
}

QJsonObject toJson(const MemberRequest &request)
{
    QJsonObject json{{QStringLiteral("label"), request.label},
                     {QStringLiteral("publisherId"), request.publisherId},
                     {QStringLiteral("languages"), QJsonArray::fromStringList(request.languages)}};
    if (!request.publish)
        json.insert(QStringLiteral("publish"), false);
    if (request.validForSeconds)
        json.insert(QStringLiteral("validForSeconds"), *request.validForSeconds);
    return json;
}

} // namespace parley::client
