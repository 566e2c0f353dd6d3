#include "server/store/inspector_table.h"

namespace parley {

InspectorTable::InspectorTable(const Database &database) :
    m_put(database.prepare("INSERT OR REPLACE INTO inspector (id, settings) VALUES (0, ?)")),
    m_find(database.prepare("SELECT settings FROM inspector WHERE id = 0"))
{
}

Result<void> InspectorTable::put(const std::string &settings)
{
    return m_put.bind(0, settings).run();
}

Result<std::string> InspectorTable::settings()
{
    std::string found;
    while (m_find.next())
        found = m_find.text(0);
    if (const auto failure = m_find.failure())
        return *failure;
    return found;
}

} // namespace parley
