#pragma once

#include <vector>

#include "server/store/database.h"
#include "server/types/topic.h"

namespace parley {

// Topics and namespaces. Rows that do not parse any more are left out and counted. Thread: store.
class TopicTable final
{
public:
    explicit TopicTable(const Database &database);

    Result<void> put(const Topic &topic);
    Result<void> remove(const TopicKey &key);
    Result<std::vector<Topic>> all();

    Result<void> putNamespace(const NamespaceName &name);
    Result<void> removeNamespace(const NamespaceName &name);
    Result<std::vector<NamespaceName>> namespaces();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_remove;
    Statement m_all;
    Statement m_putNamespace;
    Statement m_removeNamespace;
    Statement m_namespaces;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
