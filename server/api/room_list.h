#pragma once

#include <algorithm>
#include <vector>

#include "server/types/room.h"

namespace parley {

// The rooms, by namespace and name. Thread: I/O loop.
class RoomList final
{
public:
    static constexpr std::size_t kMaxRooms = 500; // each has up to 17 topics and a webhook

    void add(const Room &room) { m_rooms.push_back(room); }
    void remove(const NamespaceName &nameSpace, const std::string &name)
    {
        std::erase_if(m_rooms, [&](const Room &room) {
            return room.nameSpace == nameSpace && room.name == name;
        });
    }
    void replace(const Room &room) // the one of that name; nothing when it has gone
    {
        for (Room &each : m_rooms)
            if (each.nameSpace == room.nameSpace && each.name == room.name)
                each = room;
    }
    const Room *find(const NamespaceName &nameSpace, const std::string &name) const
    {
        const auto found = std::find_if(m_rooms.begin(), m_rooms.end(), [&](const Room &room) {
            return room.nameSpace == nameSpace && room.name == name;
        });
        return found == m_rooms.end() ? nullptr : &*found;
    }
    const std::vector<Room> &all() const { return m_rooms; }
    bool isFull() const { return m_rooms.size() >= kMaxRooms; }

private:
    std::vector<Room> m_rooms;
};

} // namespace parley
