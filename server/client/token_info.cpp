#include "server/client/token_info.h"

#include "server/client/json_reader.h"

namespace parley::client {

Result<TokenInfo> tokenInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "token");
    TokenInfo info;
    info.id = reader.text("id");
    info.label = reader.textOr("label");
    info.publisherId = reader.textOr("publisherId");
    info.admin = reader.flagOr("admin", false);
    const auto grants = reader.objects("grants");
    info.createdAt = reader.timeOrNull("createdAt");
    info.validUntil = reader.timeOrNull("validUntil");
    info.revokedAt = reader.timeOrNull("revokedAt");
    info.publishPerSecond = reader.numberOr("publishPerSecond", 0);
    info.state = reader.text("state");
    if (reader.failed())
        return reader.error();
    for (const auto &element : grants) {
        auto grant = grantInfoFrom(element);
        if (!grant)
            return grant.error();
        info.grants.append(*std::move(grant));
    }
    return info;
}

Result<IssuedToken> issuedTokenFrom(const QJsonObject &json)
{
    JsonReader reader(json, "issued token");
    const auto inner = reader.object("token");
    const auto secret = reader.text("secret");
    if (reader.failed())
        return reader.error();
    auto token = tokenInfoFrom(inner);
    if (!token)
        return token.error();
    return IssuedToken{*std::move(token), secret.toUtf8()};
}

QJsonObject toJson(const TokenRequest &request)
{
    QJsonObject json{{QStringLiteral("label"), request.label}};
    if (!request.publisherId.isEmpty())
        json.insert(QStringLiteral("publisherId"), request.publisherId);
    if (request.admin) {
        json.insert(QStringLiteral("admin"), true);
    } else {
        QJsonArray grants;
        for (const auto &grant : request.grants)
            grants.append(toJson(grant));
        json.insert(QStringLiteral("grants"), grants);
    }
    if (request.publishPerSecond > 0)
        json.insert(QStringLiteral("publishPerSecond"), qint64(request.publishPerSecond));
    if (request.validForSeconds)
        json.insert(QStringLiteral("validForSeconds"), *request.validForSeconds);
    return json;
}

} // namespace parley::client
