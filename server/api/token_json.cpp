#include "server/api/token_json.h"

#include "server/protocol/scope_json.h"

namespace parley {
namespace {

template <typename Texts>
void member(JsonWriter &writer, std::string_view name, const Texts &texts)
{
    writer.key(name).beginArray();
    for (const auto &text : texts)
        writer.string(text);
    writer.endArray();
}

} // namespace

TokenJson::TokenJson(const ApiContext &context) :
    m_tokens(context.tokens), m_warnings(context.rooms.all())
{
}

void TokenJson::write(JsonWriter &writer, const Token &token) const
{
    const auto entry = m_tokens.find(token.id);
    const UtcTime now = m_tokens.now();
    writer.beginObject()
        .member("id", token.id)
        .member("label", token.label)
        .member("publisherId", token.publisherId)
        .member("kind", wireName(token.kind))
        .key("admin");
    writeAdmin(writer, token.scope);
    writer.key("grants");
    writeGrants(writer, token.scope.grants);
    member(writer, "templates", token.templates);
    writer.member("issuer", token.issuer)
        .member("template", token.templateName)
        .member("room", token.room)
        .member("createdAt", token.createdAt)
        .member("validUntil", token.validUntil)
        .member("revokedAt", token.revokedAt)
        .member("lastUsedAt", token.lastUsedAt)
        .member("oneUse", token.oneUse)
        .member("maxConnections", token.limits.maxConnections)
        .member("connections", entry ? entry->life().connections() : 0u);
    member(writer, "allowedOrigins", token.allowedOrigins);
    writer.member("publishPerSecond", token.limits.publishPerSecond)
        .member("requestsPerSecond", token.limits.requestsPerSecond)
        .member("refreshable", token.refreshable)
        .member("previousSecretUntil", token.previousSecretUntil)
        .member("state", wireName(token.stateAt(now)));
    member(writer, "warnings", m_warnings.of(token, now));
    writer.endObject();
}

std::string TokenJson::text(const Token &token) const
{
    std::string json;
    JsonWriter writer(json);
    write(writer, token);
    return json;
}

std::string TokenJson::text(const IssuedToken &issued) const
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("token");
    write(writer, issued.token);
    writer.member("secret", issued.secret);
    if (!issued.refreshSecret.empty())
        writer.member("refreshSecret", issued.refreshSecret);
    writer.endObject();
    return json;
}

} // namespace parley
