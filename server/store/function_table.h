#pragma once

#include <vector>

#include "server/store/database.h"
#include "server/types/stored_function.h"

namespace parley {

// Functions that people wrote. Thread: store.
class FunctionTable final
{
public:
    explicit FunctionTable(const Database &database);

    Result<void> put(const StoredFunction &function); // a new one, or a change
    Result<void> remove(const std::string &name);
    Result<std::vector<StoredFunction>> all(); // by name

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
