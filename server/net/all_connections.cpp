#include "server/net/all_connections.h"

#include <algorithm>

#include "server/net/connection_table.h"

namespace parley {

void AllConnections::join(ConnectionTable &table)
{
    m_tables.push_back(&table);
}

void AllConnections::leave(ConnectionTable &table)
{
    std::erase(m_tables, &table);
}

std::size_t AllConnections::size() const
{
    std::size_t size = 0;
    for (const ConnectionTable *table : m_tables)
        size += table->size();
    return size;
}

std::size_t AllConnections::emptiest() const
{
    std::size_t place = 0;
    std::size_t fewest = m_tables.front()->size() - 1; // the one that is to be placed is there
    for (std::size_t i = 1; i < m_tables.size(); ++i) {
        const std::size_t size = m_tables[i]->size();
        if (size > fewest)
            continue;
        place = i;
        fewest = size;
    }
    return place;
}

void AllConnections::askForRoom()
{
    m_isAsked.store(true);
    for (std::size_t i = 1; i < m_tables.size(); ++i)
        m_tables[i]->loop().post([this, table = m_tables[i]] {
            if (isFull())
                table->closeOldestStranger();
        });
}

void AllConnections::connectionClosed(const ConnectionTable &table)
{
    if (m_isAsked.load() && &table != m_tables.front())
        m_tables.front()->loop().post([] {}); // the end of that turn looks at it
}

} // namespace parley
