#include "server/store/meta_table.h"

namespace parley {

MetaTable::MetaTable(const Database &database) :
    m_find(database.prepare("SELECT value FROM meta WHERE key = ?")),
    m_put(database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"))
{
}

Result<std::int64_t> MetaTable::value(std::string_view key, std::int64_t otherwise)
{
    m_find.bind(0, key);
    std::int64_t found = otherwise;
    while (m_find.next())
        found = m_find.integer(0);
    if (const auto failure = m_find.failure())
        return *failure;
    return found;
}

Result<void> MetaTable::set(std::string_view key, std::int64_t value)
{
    return m_put.bind(0, key).bind(1, value).run();
}

} // namespace parley
