#include "server/store/function_table.h"

#include <algorithm>

namespace parley {
namespace {

// A number outside of every bound is refused by checked(), whatever it was.
std::uint32_t bounded(std::int64_t value)
{
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 0, UINT32_MAX));
}

} // namespace

FunctionTable::FunctionTable(const Database &database) :
    m_put(database.prepare(
        "INSERT OR REPLACE INTO functions (name, source, token_id, milliseconds, megabytes, "
        "changed_at) VALUES (?, ?, ?, ?, ?, ?)")),
    m_remove(database.prepare("DELETE FROM functions WHERE name = ?")),
    m_all(database.prepare("SELECT name, source, token_id, milliseconds, megabytes, changed_at "
                           "FROM functions ORDER BY name"))
{
}

Result<void> FunctionTable::put(const StoredFunction &function)
{
    return m_put.bind(0, function.name)
        .bind(1, function.source)
        .bind(2, function.tokenId)
        .bind(3, std::int64_t{function.milliseconds})
        .bind(4, std::int64_t{function.megabytes})
        .bind(5, epochMilliseconds(function.changedAt))
        .run();
}

Result<void> FunctionTable::remove(const std::string &name)
{
    return m_remove.bind(0, name).run();
}

Result<std::vector<StoredFunction>> FunctionTable::all()
{
    std::vector<StoredFunction> functions;
    while (m_all.next()) {
        auto function
            = StoredFunction::checked({.name = m_all.text(0),
                                       .source = m_all.text(1),
                                       .tokenId = m_all.text(2),
                                       .milliseconds = bounded(m_all.integer(3)),
                                       .megabytes = bounded(m_all.integer(4)),
                                       .changedAt = fromEpochMilliseconds(m_all.integer(5))});
        if (function)
            functions.push_back(std::move(*function));
        else
            ++m_damagedRows; // nothing runs that cannot be read
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return functions;
}

} // namespace parley
