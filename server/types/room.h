#pragma once

#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/types/topic_key.h"

namespace parley {

// People's view of topics: one that everybody publishes to, and one to read for each language.
struct Room {
    static constexpr std::size_t kMaxLanguages = 16;

    std::string name{}; // "friends"; prefix of its topics, so it follows the topic grammar
    NamespaceName nameSpace = NamespaceName::standard();
    std::vector<std::string> languages{}; // BCP 47 codes, see Language
    bool failClosed = true; // a message that moderation could not judge is not delivered
    std::string webhookId{};
    std::string functionTokenId{}; // the token with which the room function publishes
    UtcTime createdAt{};

    static Result<Room> checked(Room room); // name, languages known and not repeated
    TopicKey publishTopic() const; // friends-publish
    TopicKey subscribeTopic(std::string_view languageCode) const; // friends-subscribe-english
};

} // namespace parley
