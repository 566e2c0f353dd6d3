#pragma once

#include <cstdint>
#include <optional>

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "server/base/result.h"
#include "server/client/grant_info.h"

namespace parley::client {

// A credential without its secret.
struct TokenInfo {
    QString id{};
    QString label{};
    QString publisherId{};
    bool admin = false;
    QList<GrantInfo> grants{};
    QDateTime createdAt{};
    QDateTime validUntil{}; // invalid: until revoked
    QDateTime revokedAt{}; // invalid: not revoked
    std::uint64_t publishPerSecond = 0; // 0: no bound
    QString state{}; // "active", "expired", "revoked"
};

// The only answer that ever holds a secret.
struct IssuedToken {
    TokenInfo token{};
    QByteArray secret{};
};

// What to issue.
struct TokenRequest {
    QString label{};
    QString publisherId{};
    QList<GrantInfo> grants{};
    bool admin = false;
    std::optional<qint64> validForSeconds{}; // nullopt: until revoked
    std::uint32_t publishPerSecond = 0; // 0: no bound
};

Result<TokenInfo> tokenInfoFrom(const QJsonObject &json);
Result<IssuedToken> issuedTokenFrom(const QJsonObject &json);
QJsonObject toJson(const TokenRequest &request);

} // namespace parley::client
