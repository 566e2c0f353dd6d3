#pragma once

#include <vector>

#include "server/store/database.h"
#include "server/types/room.h"

namespace parley {

// Rooms. Thread: store.
class RoomTable final
{
public:
    explicit RoomTable(const Database &database);

    Result<void> put(const Room &room);
    Result<void> remove(const NamespaceName &nameSpace, const std::string &name);
    Result<std::vector<Room>> all();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
