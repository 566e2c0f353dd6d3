#pragma once

#include <QMap>
#include <QString>

#include "server/client/broker_address.h"
#include "server/client/room_info.h"
#include "server/client/token_info.h"

namespace parley::ui {

// What one person may do in one room: the topics, and the token that allows them.
struct RoomAccess {
    QString room{};
    QString nameSpace = QStringLiteral("default");
    QString publishTopic{}; // "": may only read
    QMap<QString, QString> topics{}; // to read, by language code
    QString publisherId{}; // what the broker stamps on this person's messages
    client::BrokerAddress address{}; // with the member's token, not the owner's

    bool isValid() const { return !room.isEmpty() && !topics.isEmpty(); }
};

//! Of a member's token that the owner issued for \p room.
RoomAccess roomAccess(const client::RoomInfo &room, const client::IssuedToken &issued,
                      const QUrl &broker);

//! Of a token that somebody was given: the room is read from the names in its grants
//! (NAME-publish, NAME-subscribe-LANGUAGE). Not valid when it speaks of no room.
RoomAccess roomAccess(const client::TokenInfo &token, const client::BrokerAddress &address);

} // namespace parley::ui
