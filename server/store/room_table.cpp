#include "server/store/room_table.h"

#include "server/protocol/room_json.h"

namespace parley {

RoomTable::RoomTable(const Database &database) :
    m_put(database.prepare("INSERT OR REPLACE INTO rooms (namespace, name, settings, webhook_id, "
                           "function_token_id, created_at) VALUES (?, ?, ?, ?, ?, ?)")),
    m_remove(database.prepare("DELETE FROM rooms WHERE namespace = ? AND name = ?")),
    m_all(database.prepare("SELECT namespace, name, settings, webhook_id, function_token_id, "
                           "created_at FROM rooms ORDER BY namespace, name"))
{
}

Result<void> RoomTable::put(const Room &room)
{
    const std::string settings = roomSettingsJson(room);
    return m_put.bind(0, room.nameSpace.text())
        .bind(1, room.name)
        .bind(2, settings)
        .bind(3, room.webhookId)
        .bind(4, room.functionTokenId)
        .bind(5, epochMilliseconds(room.createdAt))
        .run();
}

Result<void> RoomTable::remove(const NamespaceName &nameSpace, const std::string &name)
{
    return m_remove.bind(0, nameSpace.text()).bind(1, name).run();
}

Result<std::vector<Room>> RoomTable::all()
{
    std::vector<Room> rooms;
    while (m_all.next()) {
        auto nameSpace = NamespaceName::parse(m_all.text(0));
        if (!nameSpace) {
            ++m_damagedRows;
            continue;
        }
        Room stored;
        stored.name = m_all.text(1);
        stored.nameSpace = *nameSpace;
        stored.webhookId = m_all.text(3);
        stored.functionTokenId = m_all.text(4);
        stored.createdAt = fromEpochMilliseconds(m_all.integer(5));
        auto room = roomSettingsFromJson(m_all.text(2), std::move(stored));
        if (room)
            rooms.push_back(std::move(*room));
        else
            ++m_damagedRows;
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return rooms;
}

} // namespace parley
