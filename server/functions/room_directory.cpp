#include "server/functions/room_directory.h"

#include <utility>

namespace parley::functions {

void RoomDirectory::setRooms(std::vector<Room> rooms)
{
    std::unordered_map<TopicKey, Room> byTopic;
    for (Room &room : rooms) {
        TopicKey key = room.publishTopic();
        byTopic.insert_or_assign(std::move(key), std::move(room));
    }
    std::function<void()> onChanged;
    {
        const std::lock_guard lock(m_mutex);
        m_rooms.swap(byTopic);
        onChanged = m_onChanged;
    }
    if (onChanged)
        onChanged();
}

std::vector<Room> RoomDirectory::rooms() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Room> rooms;
    rooms.reserve(m_rooms.size());
    for (const auto &[key, room] : m_rooms)
        rooms.push_back(room);
    return rooms;
}

std::optional<Room> RoomDirectory::findByPublishTopic(std::string_view nameSpace,
                                                      std::string_view topic) const
{
    const auto space = NamespaceName::parse(nameSpace);
    const auto name = TopicName::parse(topic);
    if (!space || !name)
        return std::nullopt;
    const std::lock_guard lock(m_mutex);
    const auto found = m_rooms.find(TopicKey{*space, *name});
    if (found == m_rooms.end())
        return std::nullopt;
    return found->second;
}

void RoomDirectory::setOnChanged(std::function<void()> onChanged)
{
    const std::lock_guard lock(m_mutex);
    m_onChanged = std::move(onChanged);
}

} // namespace parley::functions
