#include "server/client/token_info.h"

#include "server/client/admin_areas.h"
#include "server/client/json_reader.h"

namespace parley::client {
namespace {

void readOrigin(TokenInfo &info, const JsonReader &reader)
{
    info.issuer = reader.textOr("issuer");
    info.templateName = reader.textOr("template");
    info.room = reader.textOr("room");
    info.createdAt = reader.timeOrNull("createdAt");
}

void readLife(TokenInfo &info, const JsonReader &reader)
{
    info.validUntil = reader.timeOrNull("validUntil");
    info.revokedAt = reader.timeOrNull("revokedAt");
    info.lastUsedAt = reader.timeOrNull("lastUsedAt");
    info.previousSecretUntil = reader.timeOrNull("previousSecretUntil");
    info.oneUse = reader.flagOr("oneUse", false);
    info.refreshable = reader.flagOr("refreshable", false);
}

void readBounds(TokenInfo &info, const JsonReader &reader)
{
    info.maxConnections = reader.numberOr("maxConnections", 0);
    info.connections = reader.numberOr("connections", 0);
    info.publishPerSecond = reader.numberOr("publishPerSecond", 0);
    info.requestsPerSecond = reader.numberOr("requestsPerSecond", 0);
    info.allowedOrigins = reader.texts("allowedOrigins");
}

} // namespace

Result<TokenInfo> tokenInfoFrom(const QJsonObject &json)
{
    JsonReader reader(json, "token");
    TokenInfo info;
    info.id = reader.text("id");
    info.label = reader.textOr("label");
    info.publisherId = reader.textOr("publisherId");
    info.kind = reader.textOr("kind", info.kind);
    info.admin = reader.flagOr("admin", false);
    info.areas = adminAreasFrom(json.value(QLatin1String("admin")));
    info.templates = reader.texts("templates");
    readOrigin(info, reader);
    readLife(info, reader);
    readBounds(info, reader);
    info.state = reader.text("state");
    info.warnings = reader.texts("warnings");
    auto grants = grantInfosFrom(reader.objects("grants"));
    if (reader.failed())
        return reader.error();
    if (!grants)
        return grants.error();
    info.grants = *std::move(grants);
    return info;
}

Result<TokenPage> tokenPageFrom(const QJsonObject &json)
{
    JsonReader reader(json, "answer");
    TokenPage page;
    for (const auto &element : reader.objects("tokens")) {
        auto token = tokenInfoFrom(element);
        if (!token)
            return token.error();
        page.tokens.append(*std::move(token));
    }
    if (reader.failed())
        return reader.error();
    page.next = reader.textOr("next");
    return page;
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
    return IssuedToken{*std::move(token), secret.toUtf8(), reader.textOr("refreshSecret").toUtf8()};
}

} // namespace parley::client
