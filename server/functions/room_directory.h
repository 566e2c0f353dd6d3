#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/types/room.h"

namespace parley::functions {

// The rooms, by the topic that people publish to. Thread: any.
class RoomDirectory final
{
public:
    void setRooms(std::vector<Room> rooms); // replaces all; each one checked by Room::checked
    std::vector<Room> rooms() const;
    std::optional<Room> findByPublishTopic(std::string_view nameSpace,
                                           std::string_view topic) const;

    //! Called after each setRooms(), on its thread, without a lock held. Set before the first use.
    void setOnChanged(std::function<void()> onChanged);

private:
    mutable std::mutex m_mutex;
    std::unordered_map<TopicKey, Room> m_rooms;
    std::function<void()> m_onChanged;
};

} // namespace parley::functions
