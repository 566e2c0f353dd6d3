#include "ui/chat/room_access.h"

#include "server/types/language.h"

namespace parley::ui {
namespace {

const QString &publishSuffix()
{
    static const auto suffix = QStringLiteral("-publish");
    return suffix;
}

// "friends-subscribe-english" adds "en" and gives "friends"; any other name gives "".
QString roomOfReading(const QString &topic, RoomAccess &access)
{
    const auto middle = QStringLiteral("-subscribe-");
    const auto at = topic.lastIndexOf(middle);
    if (at <= 0)
        return {};
    const auto language = languageByWord(topic.mid(at + middle.size()).toStdString());
    if (!language)
        return {};
    const auto code = QString::fromLatin1(language->code.data(), qsizetype(language->code.size()));
    access.topics.insert(code, topic);
    return topic.left(at);
}

} // namespace

RoomAccess roomAccess(const client::RoomInfo &room, const client::IssuedToken &issued,
                      const QUrl &broker)
{
    RoomAccess access;
    access.room = room.name;
    access.nameSpace = room.nameSpace;
    access.publishTopic = room.publishTopic;
    access.topics = room.subscribeTopics;
    access.publisherId = issued.token.publisherId;
    access.address = {broker, issued.secret};
    return access;
}

RoomAccess roomAccess(const client::TokenInfo &token, const client::BrokerAddress &address)
{
    RoomAccess access;
    access.address = address;
    access.publisherId = token.publisherId;
    for (const auto &grant : token.grants) {
        if (grant.selector != client::GrantInfo::Selector::Topic)
            continue;
        access.nameSpace = grant.nameSpace;
        if (grant.role != QLatin1String("publish")) {
            const auto room = roomOfReading(grant.topic, access);
            access.room = room.isEmpty() ? access.room : room;
        }
        if (grant.role != QLatin1String("subscribe") && grant.topic.endsWith(publishSuffix()))
            access.publishTopic = grant.topic;
    }
    return access;
}

} // namespace parley::ui
