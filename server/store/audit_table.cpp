#include "server/store/audit_table.h"

#include <limits>

namespace parley {

AuditTable::AuditTable(const Database &database) :
    m_database(database),
    m_append(database.prepare("INSERT INTO audit (time, action, actor, address, object, "
                              "refused_by, count, before, after) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_find(database.prepare(
        "SELECT id, time, action, actor, address, object, refused_by, count, before, after "
        "FROM audit WHERE id < ?1 AND (?2 = '' OR action = ?2) AND (?3 = '' OR actor = ?3) "
        "AND (?4 IS NULL OR (refused_by IS NOT NULL) = ?4) AND time >= ?5 AND time < ?6 "
        "AND (?8 = '' OR object = ?8) AND id >= ?9 ORDER BY id DESC LIMIT ?7")),
    m_oldest(database.prepare("SELECT id FROM audit ORDER BY id LIMIT 1")),
    m_newest(database.prepare("SELECT id FROM audit ORDER BY id DESC LIMIT 1")),
    m_allow(
        database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('audit_forgotten', ?)")),
    m_forget(database.prepare("DELETE FROM audit WHERE id <= ?"))
{
}

Result<std::uint64_t> AuditTable::append(const AuditRecord &record)
{
    std::optional<std::int64_t> refusedBy;
    if (record.refusedBy)
        refusedBy = static_cast<std::int64_t>(*record.refusedBy);
    auto stored = m_append.bind(0, epochMilliseconds(record.time))
                      .bind(1, record.action)
                      .bind(2, record.actor)
                      .bind(3, record.address)
                      .bind(4, record.object)
                      .bind(5, refusedBy)
                      .bind(6, std::int64_t{record.count})
                      .bind(7, record.before)
                      .bind(8, record.after)
                      .run();
    if (!stored)
        return stored.error();
    const std::int64_t id = m_database.lastRowId();
    if (auto ok = forgetOldest(id); !ok)
        return ok.error();
    return static_cast<std::uint64_t>(id);
}

Result<void> AuditTable::forgetOldest(std::int64_t newest)
{
    if (newest <= kMaxEntries)
        return {};
    const std::int64_t oldest = idOf(m_oldest);
    if (newest - oldest < kMaxEntries + kForgotAtOnce)
        return {};
    const std::int64_t through = newest - kMaxEntries;
    if (auto ok = m_allow.bind(0, through).run(); !ok)
        return ok;
    return m_forget.bind(0, through).run();
}

std::int64_t AuditTable::idOf(Statement &statement)
{
    const std::int64_t id = statement.next() ? statement.integer(0) : 0;
    statement.finish();
    return id;
}

Result<AuditFound> AuditTable::find(const AuditQuery &query)
{
    constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::max();
    const std::int64_t afterNewest = idOf(m_newest) + 1;
    const std::int64_t before
        = query.before && *query.before < static_cast<std::uint64_t>(afterNewest)
        ? static_cast<std::int64_t>(*query.before)
        : afterNewest;
    const std::int64_t through = before - kMaxScanned;
    std::optional<std::int64_t> refused;
    if (query.refused)
        refused = *query.refused ? 1 : 0;
    m_find.bind(0, before)
        .bind(1, query.action)
        .bind(2, query.actor)
        .bind(3, refused)
        .bind(4, query.from ? epochMilliseconds(*query.from) : std::int64_t{0})
        .bind(5, query.to ? epochMilliseconds(*query.to) : kEver)
        .bind(6, static_cast<std::int64_t>(query.limit))
        .bind(7, query.object)
        .bind(8, through);
    AuditFound found;
    while (m_find.next()) {
        AuditRecord record;
        record.id = static_cast<std::uint64_t>(m_find.integer(0));
        record.time = fromEpochMilliseconds(m_find.integer(1));
        record.action = m_find.text(2);
        record.actor = m_find.text(3);
        record.address = m_find.text(4);
        record.object = m_find.text(5);
        if (const auto code = m_find.optionalInteger(6))
            record.refusedBy = static_cast<ErrorCode>(*code);
        record.count = static_cast<std::uint32_t>(m_find.integer(7));
        record.before = m_find.text(8);
        record.after = m_find.text(9);
        found.records.push_back(std::move(record));
    }
    if (const auto failure = m_find.failure())
        return *failure;
    if (found.records.size() == query.limit)
        found.next = found.records.back().id;
    else if (through > idOf(m_oldest))
        found.next = static_cast<std::uint64_t>(through);
    return found;
}

} // namespace parley
