#pragma once

#include <cstdint>
#include <optional>

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include "server/base/result.h"
#include "server/client/grant_info.h"
#include "server/types/admin_scope.h"

namespace parley::client {

// A credential without its secret. Times are UTC and invalid where the wire says null; bounds of 0
// mean that there is none.
struct TokenInfo {
    QString id{};
    QString label{};
    QString publisherId{};
    QString kind = QStringLiteral("key"); // or "disposable"
    bool admin = false; // everything
    AdminScope areas{}; // what it may administer without being admin
    QList<GrantInfo> grants{};
    QStringList templates{}; // it may issue from these only
    QString issuer{}; // id of the token that issued it; "": the broker
    QString templateName{}; // that it came from; "": none
    QString room{}; // "namespace/name" that it was issued for; "": none
    QDateTime createdAt{};
    QDateTime validUntil{}; // invalid: until revoked
    QDateTime revokedAt{}; // invalid: not revoked
    QDateTime lastUsedAt{}; // a minute late at most
    QDateTime previousSecretUntil{}; // a rotation's overlap
    bool oneUse = false;
    bool refreshable = false;
    std::uint64_t maxConnections = 0; // at the same time
    std::uint64_t connections = 0; // live now
    std::uint64_t publishPerSecond = 0; // messages
    std::uint64_t requestsPerSecond = 0; // of HTTP
    QStringList allowedOrigins{}; // web pages only, and these; empty: from anywhere
    QString state{}; // "active", "expired", "revoked", "used"
    QStringList warnings{}; // "never_expires", ...: names that this client may not know

    bool isActive() const { return state == QLatin1String("active"); }
};

// The only answer that ever holds a secret.
struct IssuedToken {
    TokenInfo token{};
    QByteArray secret{};
    QByteArray refreshSecret{}; // empty: not refreshable
};

// What to list of the tokens; empty members ask for all.
struct TokenQuery {
    QString state{};
    QString kind{};
    QString issuer{}; // id
    QString templateName{};
    QString room{}; // "namespace/name"
    QString text{};
    QString before{}; // id; "": from the newest
    int limit = 1000; // 1 to 1000
};

struct TokenPage {
    QList<TokenInfo> tokens{}; // newest first
    QString next{}; // to ask before for more; "": that was all
};

Result<TokenInfo> tokenInfoFrom(const QJsonObject &json);
Result<TokenPage> tokenPageFrom(const QJsonObject &json);
Result<IssuedToken> issuedTokenFrom(const QJsonObject &json);

} // namespace parley::client
