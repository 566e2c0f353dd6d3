#pragma once

#include <cstdint>

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

// Somebody who reads a topic now.
struct SubscriberInfo {
    QString connectionId{};
    QString transport{}; // "websocket" or "sse"
    QString tokenId{};
    QString label{}; // of the token
    QString publisherId{};
    QString address{}; // ip:port
    QDateTime since{};
    std::uint64_t sequence = 0; // the last one sent
    std::uint64_t lagMessages = 0;
    std::uint64_t lagBytes = 0;
    std::uint64_t lagSeconds = 0; // age of the oldest message that it has not had
};

Result<SubscriberInfo> subscriberInfoFrom(const QJsonObject &json);

} // namespace parley::client
