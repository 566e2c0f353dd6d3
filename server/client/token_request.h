#pragma once

#include <cstdint>
#include <optional>

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "server/client/grant_info.h"
#include "server/types/admin_scope.h"

namespace parley::client {

// What to issue. Members of value 0, false or "" are left out on the wire.
struct TokenRequest {
    QString label{};
    QString publisherId{};
    QString kind = QStringLiteral("key"); // or "disposable"
    QList<GrantInfo> grants{};
    bool admin = false; // everything; then grants and areas are not sent
    AdminScope areas{};
    QStringList templates{};
    std::optional<qint64> validForSeconds{}; // nullopt: until revoked
    bool oneUse = false;
    bool refreshable = false;
    std::uint32_t maxConnections = 0;
    std::uint32_t publishPerSecond = 0;
    std::uint32_t requestsPerSecond = 0;
    QStringList allowedOrigins{};
    QString room{}; // "namespace/name"
};

QJsonObject toJson(const TokenRequest &request);

} // namespace parley::client
