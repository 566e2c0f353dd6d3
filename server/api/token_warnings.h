#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "server/types/room.h"
#include "server/types/token.h"

namespace parley {

// What somebody who looks through his tokens should be told about them: ways around the moderation
// of rooms, and what was forgotten. Made for one answer, because rooms come and go. Thread: any
// one.
class TokenWarnings final
{
public:
    static constexpr std::chrono::hours kUnused{24 * 90};

    explicit TokenWarnings(const std::vector<Room> &rooms);

    //! Of an active token; literals, as the wire has them: "publishes_past_moderation",
    //! "reads_unmoderated", "never_expires", "unused_90_days".
    std::vector<std::string_view> of(const Token &token, UtcTime now) const;

private:
    // Names of topics, sorted, by namespace.
    using Topics = std::map<std::string, std::vector<std::string>>;

    static bool reaches(const Token &token, Right right, const Topics &topics);

    Topics m_publishTopics; // of the rooms: not moderated yet
    Topics m_languageTopics; // moderated
    std::unordered_set<std::string> m_functionTokens; // their ids
};

} // namespace parley
