#pragma once

#include <QList>

#include "server/client/http_exchange.h"
#include "server/client/room_info.h"
#include "server/client/token_info.h"

namespace parley::client {

// The routes of AdminClient that are about rooms. Answers as there. Thread: GUI.
class RoomClient final
{
    Q_DISABLE_COPY_MOVE(RoomClient)

public:
    template <typename T>
    using Answer = AnswerTo<T>;

    explicit RoomClient(HttpClient &http) : m_http(http) {} // borrowed; outlives this

    void all(QObject *context, Answer<QList<RoomInfo>> answer);
    void room(const TopicAddress &room, QObject *context, Answer<RoomInfo> answer);
    //! \param settings as RoomInfo has them; needs `languages`
    void create(const TopicAddress &room, QJsonObject settings, QObject *context,
                Answer<RoomInfo> answer);
    //! What \p settings leaves out stays.
    void change(const TopicAddress &room, const QJsonObject &settings, QObject *context,
                Answer<RoomInfo> answer);
    void remove(const TopicAddress &room, QObject *context, Answer<Nothing> answer);
    void issueToken(const TopicAddress &room, const MemberRequest &request, QObject *context,
                    Answer<IssuedToken> answer);

private:
    HttpClient &m_http;
};

//! The settings of a room that differs from others in its languages only.
QJsonObject roomSettings(const QStringList &languages);

} // namespace parley::client
