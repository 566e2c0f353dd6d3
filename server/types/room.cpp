#include "server/types/room.h"

#include <algorithm>
#include <cassert>

#include "server/types/language.h"

namespace parley {
namespace {

TopicKey keyFor(const Room &room, std::string_view suffix)
{
    auto topic = TopicName::parse(room.name + std::string(suffix));
    assert(topic && "a room that was not checked");
    return {room.nameSpace, *topic};
}

} // namespace

Result<Room> Room::checked(Room room)
{
    constexpr std::size_t kLongestSuffix = 31; // "-subscribe-" and the longest language word
    if (auto name = TopicName::parse(room.name); !name)
        return Error{ErrorCode::InvalidArgument, "room name: " + name.error().message};
    if (room.name.find('/') != std::string::npos)
        return Error{ErrorCode::InvalidArgument, "a room name holds no '/'"};
    if (room.name.size() + kLongestSuffix > TopicName::kMaxLength)
        return Error{ErrorCode::InvalidArgument, "room name must have at most 97 characters"};
    if (room.languages.empty() || room.languages.size() > kMaxLanguages)
        return Error{ErrorCode::InvalidArgument, "a room has 1 to 16 languages"};
    for (auto it = room.languages.begin(); it != room.languages.end(); ++it) {
        if (!languageByCode(*it))
            return Error{ErrorCode::InvalidArgument, "unknown language code"};
        if (std::find(room.languages.begin(), it, *it) != it)
            return Error{ErrorCode::InvalidArgument, "a language is listed twice"};
    }
    return room;
}

TopicKey Room::publishTopic() const
{
    return keyFor(*this, "-publish");
}

TopicKey Room::subscribeTopic(std::string_view languageCode) const
{
    const auto language = languageByCode(languageCode);
    assert(language && "a room that was not checked");
    return keyFor(*this, "-subscribe-" + std::string(language->word));
}

} // namespace parley
