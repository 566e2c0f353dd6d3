#include "server/store/room_table.h"

namespace parley {
namespace {

std::string joined(const std::vector<std::string> &codes)
{
    std::string text;
    for (const auto &code : codes)
        text += text.empty() ? code : " " + code;
    return text;
}

std::vector<std::string> split(const std::string &text)
{
    std::vector<std::string> codes;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        codes.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return codes;
}

} // namespace

RoomTable::RoomTable(const Database &database) :
    m_put(database.prepare(
        "INSERT OR REPLACE INTO rooms (namespace, name, languages, fail_closed, "
        "webhook_id, function_token_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)")),
    m_remove(database.prepare("DELETE FROM rooms WHERE namespace = ? AND name = ?")),
    m_all(database.prepare("SELECT namespace, name, languages, fail_closed, webhook_id, "
                           "function_token_id, created_at FROM rooms ORDER BY namespace, name"))
{
}

Result<void> RoomTable::put(const Room &room)
{
    const std::string languages = joined(room.languages);
    return m_put.bind(0, room.nameSpace.text())
        .bind(1, room.name)
        .bind(2, languages)
        .bind(3, std::int64_t{room.failClosed})
        .bind(4, room.webhookId)
        .bind(5, room.functionTokenId)
        .bind(6, epochMilliseconds(room.createdAt))
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
        auto room = Room::checked({.name = m_all.text(1),
                                   .nameSpace = *nameSpace,
                                   .languages = split(m_all.text(2)),
                                   .failClosed = m_all.integer(3) != 0,
                                   .webhookId = m_all.text(4),
                                   .functionTokenId = m_all.text(5),
                                   .createdAt = fromEpochMilliseconds(m_all.integer(6))});
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
