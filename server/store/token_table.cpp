#include "server/store/token_table.h"

#include <cstring>

#include "server/base/encoding.h"
#include "server/protocol/scope_json.h"

namespace parley {
namespace {

// In this order in both statements that have them all.
const std::string kTokenColumns
    = "id, digest, label, publisher_id, scope, created_at, valid_until, revoked_at, "
      "publish_per_second, kind, templates, issuer, template, room, one_use, used_at, "
      "last_used_at, requests_per_second, max_connections, allowed_origins, previous_digest, "
      "previous_until, refresh_digest, valid_for";

std::optional<std::int64_t> milliseconds(const std::optional<UtcTime> &time)
{
    return time ? std::optional(epochMilliseconds(*time)) : std::nullopt;
}

std::optional<UtcTime> time(std::optional<std::int64_t> ms)
{
    return ms ? std::optional(fromEpochMilliseconds(*ms)) : std::nullopt;
}

// Names of templates and origins hold no space.
std::string spaced(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += text.empty() ? word : ' ' + word;
    return text;
}

std::vector<std::string> words(const std::string &text)
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        all.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

std::string_view optionalBlob(const std::optional<Sha256Digest> &digest)
{
    return digest ? asText(*digest) : std::string_view();
}

// "" where there is none; anything else of another size is damage.
Result<std::optional<Sha256Digest>> digestFrom(const std::string &blob)
{
    if (blob.empty())
        return std::optional<Sha256Digest>();
    Sha256Digest digest;
    if (blob.size() != digest.size())
        return Error{ErrorCode::DataDamaged, "a digest has 32 bytes"};
    std::memcpy(digest.data(), blob.data(), blob.size());
    return std::optional(digest);
}

} // namespace

TokenTable::TokenTable(const Database &database) :
    m_put(database.prepare(("INSERT INTO tokens (" + kTokenColumns
                            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                              "?, ?, ?, ?, ?)")
                               .c_str())),
    m_setSecrets(
        database.prepare("UPDATE tokens SET digest = ?, previous_digest = ?, previous_until = ?, "
                         "refresh_digest = ?, valid_until = ? WHERE id = ?")),
    m_setRevoked(database.prepare("UPDATE tokens SET revoked_at = ? WHERE id = ?")),
    m_setUsed(database.prepare("UPDATE tokens SET used_at = ? WHERE id = ?")),
    m_setLastUsed(database.prepare("UPDATE tokens SET last_used_at = ? WHERE id = ?")),
    m_remove(database.prepare("DELETE FROM tokens WHERE id = ?")),
    m_all(database.prepare(("SELECT " + kTokenColumns + " FROM tokens ORDER BY id").c_str()))
{
}

Result<void> TokenTable::put(const Token &token, const TokenDigests &digest)
{
    const std::string scope = scopeJson(token.scope);
    const std::string templates = spaced(token.templates);
    const std::string origins = spaced(token.allowedOrigins);
    return m_put.bind(0, token.id)
        .bindBlob(1, asText(digest.current))
        .bind(2, token.label)
        .bind(3, token.publisherId)
        .bind(4, scope)
        .bind(5, epochMilliseconds(token.createdAt))
        .bind(6, milliseconds(token.validUntil))
        .bind(7, milliseconds(token.revokedAt))
        .bind(8, std::int64_t{token.limits.publishPerSecond})
        .bind(9, wireName(token.kind))
        .bind(10, templates)
        .bind(11, token.issuer)
        .bind(12, token.templateName)
        .bind(13, token.room)
        .bind(14, std::int64_t{token.oneUse})
        .bind(15, milliseconds(token.usedAt))
        .bind(16, milliseconds(token.lastUsedAt))
        .bind(17, std::int64_t{token.limits.requestsPerSecond})
        .bind(18, std::int64_t{token.limits.maxConnections})
        .bind(19, origins)
        .bindBlob(20, optionalBlob(digest.previous))
        .bind(21, milliseconds(token.previousSecretUntil))
        .bindBlob(22, optionalBlob(digest.refresh))
        .bind(23, std::int64_t{token.validFor.count()})
        .run();
}

Result<void> TokenTable::setSecrets(const Token &token, const TokenDigests &digest)
{
    return m_setSecrets.bindBlob(0, asText(digest.current))
        .bindBlob(1, optionalBlob(digest.previous))
        .bind(2, milliseconds(token.previousSecretUntil))
        .bindBlob(3, optionalBlob(digest.refresh))
        .bind(4, milliseconds(token.validUntil))
        .bind(5, token.id)
        .run();
}

Result<void> TokenTable::setRevoked(const std::string &id, UtcTime at)
{
    return m_setRevoked.bind(0, epochMilliseconds(at)).bind(1, id).run();
}

Result<void> TokenTable::setUsed(const std::string &id, UtcTime at)
{
    return m_setUsed.bind(0, epochMilliseconds(at)).bind(1, id).run();
}

Result<void> TokenTable::setLastUsed(const std::string &id, UtcTime at)
{
    return m_setLastUsed.bind(0, epochMilliseconds(at)).bind(1, id).run();
}

Result<void> TokenTable::remove(const std::string &id)
{
    return m_remove.bind(0, id).run();
}

Result<StoredToken> TokenTable::row()
{
    auto scope = scopeFromJson(m_all.text(4));
    const auto digest = digestFrom(m_all.blob(1));
    const auto previous = digestFrom(m_all.blob(20));
    const auto refresh = digestFrom(m_all.blob(22));
    const auto kind = tokenKindFrom(m_all.text(9));
    if (!scope || !digest || !*digest || !previous || !refresh || !kind)
        return Error{ErrorCode::DataDamaged, "a token that cannot be read"};
    StoredToken stored;
    stored.digest = **digest;
    stored.digest.previous = *previous;
    stored.digest.refresh = *refresh;
    Token &token = stored.token;
    token.id = m_all.text(0);
    token.kind = *kind;
    token.label = m_all.text(2);
    token.publisherId = m_all.text(3);
    token.scope = std::move(*scope);
    token.createdAt = fromEpochMilliseconds(m_all.integer(5));
    token.validUntil = time(m_all.optionalInteger(6));
    token.revokedAt = time(m_all.optionalInteger(7));
    token.templates = words(m_all.text(10));
    token.issuer = m_all.text(11);
    token.templateName = m_all.text(12);
    token.room = m_all.text(13);
    token.oneUse = m_all.integer(14) != 0;
    token.usedAt = time(m_all.optionalInteger(15));
    token.lastUsedAt = time(m_all.optionalInteger(16));
    token.limits.publishPerSecond = static_cast<std::uint32_t>(m_all.integer(8));
    token.limits.requestsPerSecond = static_cast<std::uint32_t>(m_all.integer(17));
    token.limits.maxConnections = static_cast<std::uint32_t>(m_all.integer(18));
    token.allowedOrigins = words(m_all.text(19));
    token.previousSecretUntil = time(m_all.optionalInteger(21));
    token.refreshable = refresh->has_value();
    token.validFor = std::chrono::seconds(m_all.integer(23));
    return stored;
}

Result<std::vector<StoredToken>> TokenTable::all()
{
    std::vector<StoredToken> tokens;
    while (m_all.next()) {
        if (auto stored = row())
            tokens.push_back(std::move(*stored));
        else
            ++m_damagedRows; // a token that cannot be read allows nothing
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return tokens;
}

} // namespace parley
