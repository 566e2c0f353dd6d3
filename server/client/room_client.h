#pragma once

#include <QList>

#include "server/client/held_info.h"
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

    //! \param review "waiting", "approved" or "denied"; newest first, 100 at most.
    void held(const TopicAddress &room, const QString &review, QObject *context,
              Answer<QList<HeldInfo>> answer);
    //! \param text in the place of the message's own; null: it is good as it is
    void approve(const TopicAddress &room, qint64 id, const QString &text, QObject *context,
                 Answer<Nothing> answer);
    void deny(const TopicAddress &room, qint64 id, const QString &reason, QObject *context,
              Answer<Nothing> answer);

private:
    void decide(const TopicAddress &room, qint64 id, const char *verb, const QJsonObject &body,
                QObject *context, Answer<Nothing> answer);

    HttpClient &m_http;
};

//! The settings of a room that differs from others in its languages only.
QJsonObject roomSettings(const QStringList &languages);

} // namespace parley::client
