#pragma once

#include <optional>

#include <QDateTime>
#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/topic_address.h"

namespace parley::client {

// People's view of topics: one to write to, one to read for each language.
struct RoomInfo {
    QString name{};
    QString nameSpace = QStringLiteral("default");
    QStringList languages{}; // BCP 47 codes
    //! What a person sets of it, as the wire says it: to change some members and send it back.
    //! Source: server/protocol/README.md, 6.6.
    QJsonObject settings{};
    QString publishTopic{};
    QMap<QString, QString> subscribeTopics{}; // by language code
    QString presenceTopic{};
    QString webhookId{};
    QDateTime createdAt{};
};

// A member's token: publish on the room, read the languages listed, nothing else.
struct MemberRequest {
    QString label{};
    QString publisherId{};
    QStringList languages{};
    bool publish = true;
    std::optional<qint64> validForSeconds{};
};

Result<RoomInfo> roomInfoFrom(const QJsonObject &json);
QJsonObject toJson(const MemberRequest &request);

} // namespace parley::client
