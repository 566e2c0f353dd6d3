#include "server/client/room_client.h"

#include <QJsonArray>

namespace parley::client {

void RoomClient::all(QObject *context, Answer<QList<RoomInfo>> answer)
{
    exchange(m_http, listRequest("rooms"), context, answer, listReader("rooms", &roomInfoFrom));
}

void RoomClient::room(const TopicAddress &room, QObject *context, Answer<RoomInfo> answer)
{
    exchange(m_http, topicRequest("GET", "rooms", room), context, answer,
             valueReader(&roomInfoFrom));
}

void RoomClient::create(const TopicAddress &room, QJsonObject settings, QObject *context,
                        Answer<RoomInfo> answer)
{
    settings.insert(QStringLiteral("name"), room.topic);
    settings.insert(QStringLiteral("namespace"), room.nameSpace);
    exchange(m_http, postJson("rooms", settings), context, answer, valueReader(&roomInfoFrom));
}

void RoomClient::change(const TopicAddress &room, const QJsonObject &settings, QObject *context,
                        Answer<RoomInfo> answer)
{
    auto request = topicRequest("PUT", "rooms", room);
    if (request)
        request = withJson(*request, settings);
    exchange(m_http, request, context, answer, valueReader(&roomInfoFrom));
}

void RoomClient::remove(const TopicAddress &room, QObject *context, Answer<Nothing> answer)
{
    exchange(m_http, topicRequest("DELETE", "rooms", room), context, answer, nothingFrom);
}

void RoomClient::issueToken(const TopicAddress &room, const MemberRequest &request,
                            QObject *context, Answer<IssuedToken> answer)
{
    auto route = topicRequest("POST", "rooms", room);
    if (route) {
        route->path += QLatin1String("/tokens");
        route = withJson(*route, toJson(request));
    }
    exchange(m_http, route, context, answer, valueReader(&issuedTokenFrom));
}

void RoomClient::held(const TopicAddress &room, const QString &review, QObject *context,
                      Answer<QList<HeldInfo>> answer)
{
    auto request = topicRequest("GET", "rooms", room);
    if (request) {
        request->path += QLatin1String("/held");
        addToQuery(*request, "review", review);
    }
    exchange(m_http, request, context, answer, listReader("held", &heldInfoFrom));
}

void RoomClient::approve(const TopicAddress &room, qint64 id, const QString &text, QObject *context,
                         Answer<Nothing> answer)
{
    const QJsonObject body
        = text.isNull() ? QJsonObject() : QJsonObject{{QStringLiteral("text"), text}};
    decide(room, id, "approve", body, context, std::move(answer));
}

void RoomClient::deny(const TopicAddress &room, qint64 id, const QString &reason, QObject *context,
                      Answer<Nothing> answer)
{
    decide(room, id, "deny", {{QStringLiteral("reason"), reason}}, context, std::move(answer));
}

void RoomClient::decide(const TopicAddress &room, qint64 id, const char *verb,
                        const QJsonObject &body, QObject *context, Answer<Nothing> answer)
{
    auto request = topicRequest("POST", "rooms", room);
    if (request) {
        request->path += QStringLiteral("/held/%1/%2").arg(id).arg(QLatin1String(verb));
        request = withJson(*request, body);
    }
    exchange(m_http, request, context, answer, nothingFrom);
}

QJsonObject roomSettings(const QStringList &languages)
{
    return {{QStringLiteral("languages"), QJsonArray::fromStringList(languages)}};
}

} // namespace parley::client
