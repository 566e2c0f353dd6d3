#pragma once

#include <optional>
#include <string>

#include "server/store/database.h"

namespace parley {

// How the inspector was set, as JSON; what it recorded is not kept. Thread: store.
class InspectorTable final
{
public:
    explicit InspectorTable(const Database &database);

    Result<void> put(const std::string &settings);
    Result<std::string> settings(); // "": it was never set

private:
    Statement m_put;
    Statement m_find;
};

} // namespace parley
