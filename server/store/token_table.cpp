#include "server/store/token_table.h"

#include <cstring>

#include "server/base/encoding.h"
#include "server/protocol/scope_json.h"

namespace parley {
namespace {

std::optional<std::int64_t> milliseconds(const std::optional<UtcTime> &time)
{
    return time ? std::optional(epochMilliseconds(*time)) : std::nullopt;
}

std::optional<UtcTime> time(std::optional<std::int64_t> ms)
{
    return ms ? std::optional(fromEpochMilliseconds(*ms)) : std::nullopt;
}

} // namespace

TokenTable::TokenTable(const Database &database) :
    m_put(
        database.prepare("INSERT INTO tokens (id, digest, label, publisher_id, scope, created_at, "
                         "valid_until, revoked_at, publish_per_second) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_setRevoked(database.prepare("UPDATE tokens SET revoked_at = ? WHERE id = ?")),
    m_remove(database.prepare("DELETE FROM tokens WHERE id = ?")),
    m_all(
        database.prepare("SELECT id, digest, label, publisher_id, scope, created_at, valid_until, "
                         "revoked_at, publish_per_second FROM tokens ORDER BY id"))
{
}

Result<void> TokenTable::put(const Token &token, const Sha256Digest &digest)
{
    const std::string scope = scopeJson(token.scope);
    return m_put.bind(0, token.id)
        .bindBlob(1, asText(digest))
        .bind(2, token.label)
        .bind(3, token.publisherId)
        .bind(4, scope)
        .bind(5, epochMilliseconds(token.createdAt))
        .bind(6, milliseconds(token.validUntil))
        .bind(7, milliseconds(token.revokedAt))
        .bind(8, std::int64_t{token.limits.publishPerSecond})
        .run();
}

Result<void> TokenTable::setRevoked(const std::string &id, UtcTime at)
{
    return m_setRevoked.bind(0, epochMilliseconds(at)).bind(1, id).run();
}

Result<void> TokenTable::remove(const std::string &id)
{
    return m_remove.bind(0, id).run();
}

Result<std::vector<StoredToken>> TokenTable::all()
{
    std::vector<StoredToken> tokens;
    while (m_all.next()) {
        const std::string digest = m_all.blob(1);
        auto scope = scopeFromJson(m_all.text(4));
        StoredToken stored;
        if (!scope || digest.size() != stored.digest.size()) {
            ++m_damagedRows; // a token that cannot be read allows nothing
            continue;
        }
        std::memcpy(stored.digest.data(), digest.data(), digest.size());
        stored.token.id = m_all.text(0);
        stored.token.label = m_all.text(2);
        stored.token.publisherId = m_all.text(3);
        stored.token.scope = std::move(*scope);
        stored.token.createdAt = fromEpochMilliseconds(m_all.integer(5));
        stored.token.validUntil = time(m_all.optionalInteger(6));
        stored.token.revokedAt = time(m_all.optionalInteger(7));
        stored.token.limits.publishPerSecond = static_cast<std::uint32_t>(m_all.integer(8));
        tokens.push_back(std::move(stored));
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return tokens;
}

} // namespace parley
