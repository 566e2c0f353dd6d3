#pragma once

#include <cstdint>

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include "server/base/result.h"

namespace parley::client {

// The broker's figures; counters run since startedAt.
struct StatusInfo {
    QString version{};
    QDateTime startedAt{};
    std::uint64_t connections = 0;
    std::uint64_t sessions = 0;
    std::uint64_t subscriptions = 0;
    std::uint64_t topics = 0;
    std::uint64_t publishedMessages = 0;
    std::uint64_t publishedBytes = 0;
    std::uint64_t deliveredMessages = 0;
    std::uint64_t sentBytes = 0;
};

Result<StatusInfo> statusInfoFrom(const QJsonObject &json);

} // namespace parley::client
