#include "server/types/room.h"

#include <algorithm>
#include <cassert>
#include <set>
#include <span>

#include "server/base/digest.h"
#include "server/base/encoding.h"
#include "server/types/language.h"

namespace parley {
namespace {

constexpr std::string_view kRoomHole = "{room}";
constexpr std::string_view kLanguageHole = "{language}";
constexpr std::size_t kNoticeDigits = 20;

std::string filled(std::string pattern, std::string_view hole, std::string_view value)
{
    for (auto at = pattern.find(hole); at != std::string::npos;
         at = pattern.find(hole, at + value.size()))
        pattern.replace(at, hole.size(), value);
    return pattern;
}

TopicKey keyFor(const Room &room, const std::string &name)
{
    auto topic = TopicName::parse(name);
    assert(topic && "a room that was not checked");
    return {room.nameSpace, *topic};
}

std::string publishName(const Room &room)
{
    return filled(room.topicNames.publish, kRoomHole, room.name);
}

std::string subscribeName(const Room &room, std::string_view word)
{
    return filled(filled(room.topicNames.subscribe, kRoomHole, room.name), kLanguageHole, word);
}

Result<void> checkName(const Room &room)
{
    constexpr std::size_t kLongestSuffix = 31; // "-subscribe-" and the longest language word
    if (auto name = TopicName::parse(room.name); !name)
        return Error{ErrorCode::InvalidArgument, "room name: " + name.error().message};
    if (room.name.find('/') != std::string::npos)
        return Error{ErrorCode::InvalidArgument, "a room name holds no '/'"};
    if (room.name.size() + kLongestSuffix > TopicName::kMaxLength)
        return Error{ErrorCode::InvalidArgument, "room name must have at most 97 characters"};
    return {};
}

Result<void> checkLanguages(const std::vector<std::string> &codes)
{
    if (codes.empty() || codes.size() > Room::kMaxLanguages)
        return Error{ErrorCode::InvalidArgument, "a room has 1 to 16 languages"};
    for (auto it = codes.begin(); it != codes.end(); ++it) {
        if (!languageByCode(*it))
            return Error{ErrorCode::InvalidArgument, "unknown language code"};
        if (std::find(codes.begin(), it, *it) != it)
            return Error{ErrorCode::InvalidArgument, "a language is listed twice"};
    }
    return {};
}

// Every name that the patterns give must be a topic, and each one another.
Result<void> checkTopicNames(const Room &room)
{
    const RoomTopicNames &names = room.topicNames;
    if (names.publish.size() > RoomTopicNames::kMaxPatternBytes
        || names.subscribe.size() > RoomTopicNames::kMaxPatternBytes)
        return Error{ErrorCode::InvalidArgument, "a topic pattern has at most 160 bytes"};
    std::set<std::string> seen;
    const auto check = [&seen](const std::string &name) -> Result<void> {
        if (auto topic = TopicName::parse(name); !topic)
            return Error{ErrorCode::InvalidArgument, "topic names: " + topic.error().message};
        if (!seen.insert(name).second)
            return Error{ErrorCode::InvalidArgument,
                         "topic names: two of the room's topics would have one name; "
                         "the pattern of what is read needs {language}"};
        return {};
    };
    if (auto ok = check(publishName(room)); !ok)
        return ok;
    if (auto ok = check(room.name + "-presence"); !ok)
        return ok;
    for (const std::string &code : room.languages)
        if (auto ok = check(subscribeName(room, languageByCode(code)->word)); !ok)
            return ok;
    return {};
}

Result<void> checkRoutes(const std::vector<EngineRoute> &routes)
{
    if (routes.size() > EngineRoute::kMaxRoutes)
        return Error{ErrorCode::LimitExceeded, "a room has at most 64 engine routes"};
    for (const EngineRoute &route : routes) {
        if (!isLanguageOrAny(route.source) || !isLanguageOrAny(route.target))
            return Error{ErrorCode::InvalidArgument, "an engine route names an unknown language"};
        if (route.engines.size() > EngineRoute::kMaxEngines)
            return Error{ErrorCode::LimitExceeded, "an engine route has at most 8 engines"};
        for (const std::string &id : route.engines)
            if (id.empty() || id.size() > EngineRoute::kMaxEngineIdBytes)
                return Error{ErrorCode::InvalidArgument, "an engine's id has 1 to 64 characters"};
    }
    return {};
}

} // namespace

Result<Room> Room::checked(Room room)
{
    if (auto ok = checkName(room); !ok)
        return ok.error();
    if (auto ok = checkLanguages(room.languages); !ok)
        return ok.error();
    if (auto ok = checkTopicNames(room); !ok)
        return ok.error();
    if (auto ok = checkRoutes(room.engines); !ok)
        return ok.error();
    auto policy = ModerationPolicy::checked(std::move(room.moderation));
    if (!policy)
        return policy.error();
    room.moderation = std::move(*policy);
    auto glossary = Glossary::checked(std::move(room.glossary));
    if (!glossary)
        return glossary.error();
    room.glossary = std::move(*glossary);
    return room;
}

TopicKey Room::publishTopic() const
{
    return keyFor(*this, publishName(*this));
}

TopicKey Room::subscribeTopic(std::string_view languageCode) const
{
    const auto language = languageByCode(languageCode);
    assert(language && "a room that was not checked");
    return keyFor(*this, subscribeName(*this, language->word));
}

// A publisher id may hold anything, a topic's name may not: 80 bits of its digest tell publishers
// apart, and no two of a room's members are alike by chance.
TopicKey Room::noticesTopic(std::string_view publisherId) const
{
    const Sha256Digest digest = sha256(publisherId);
    return keyFor(*this, noticesPrefix() + hex(std::span(digest).first(kNoticeDigits / 2)));
}

std::string Room::noticesPrefix() const
{
    return name + "-notices-";
}

bool Room::isNoticesTopic(const TopicKey &key) const
{
    const std::string prefix = noticesPrefix();
    const std::string &text = key.topic.text();
    return key.nameSpace == nameSpace && text.starts_with(prefix)
        && text.size() == prefix.size() + kNoticeDigits
        && text.find_first_not_of("0123456789abcdef", prefix.size()) == std::string::npos;
}

TopicKey Room::presenceTopic() const
{
    return keyFor(*this, name + "-presence");
}

std::vector<TopicKey> Room::topics() const
{
    std::vector<TopicKey> keys{publishTopic()};
    for (const std::string &code : languages)
        keys.push_back(subscribeTopic(code));
    keys.push_back(presenceTopic());
    return keys;
}

const EngineRoute *Room::routeFor(std::string_view source, std::string_view target) const
{
    const EngineRoute *best = nullptr;
    int weight = -1;
    for (const EngineRoute &route : engines) {
        const bool fits = (route.source.empty() || route.source == source)
            && (route.target.empty() || route.target == target);
        const int own = (route.source.empty() ? 0 : 1) + (route.target.empty() ? 0 : 2);
        if (!fits || own <= weight)
            continue;
        weight = own;
        best = &route;
    }
    return best;
}

bool Room::owns(const TopicKey &key) const
{
    const std::vector<TopicKey> keys = topics();
    return isNoticesTopic(key) || std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace parley
