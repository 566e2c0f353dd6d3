#pragma once

#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/types/durability.h"
#include "server/types/engine_route.h"
#include "server/types/glossary.h"
#include "server/types/moderation_policy.h"
#include "server/types/retention.h"
#include "server/types/topic_key.h"

namespace parley {

// How a room's topics are called. "{room}" stands for its name, "{language}" for the language's
// word, such as "spanish".
struct RoomTopicNames {
    static constexpr std::size_t kMaxPatternBytes = 160; // the longest topic, and its two holes

    std::string publish = "{room}-publish";
    std::string subscribe = "{room}-subscribe-{language}";

    friend bool operator==(const RoomTopicNames &, const RoomTopicNames &) = default;
};

// People's view of topics: one that everybody publishes to, and one to read for each language.
struct Room {
    static constexpr std::size_t kMaxLanguages = 16;

    std::string name{}; // "friends"; follows the topic grammar, without '/'
    NamespaceName nameSpace = NamespaceName::standard();
    RoomTopicNames topicNames{};
    std::vector<std::string> languages{}; // BCP 47 codes, see Language; the first is assumed
    ModerationPolicy moderation{};
    std::vector<EngineRoute> engines{}; // none: every engine that there is, in the broker's order
    Glossary glossary{};
    Durability durability = Durability::Relaxed; // of its topics
    Retention retention{}; // of its topics
    std::string webhookId{};
    std::string functionTokenId{}; // the token with which the room function publishes
    UtcTime createdAt{};

    //! InvalidArgument or LimitExceeded: name, topic names, languages known and not repeated, the
    //! bounds of what it holds.
    static Result<Room> checked(Room room);

    TopicKey publishTopic() const; // friends-publish
    TopicKey subscribeTopic(std::string_view languageCode) const; // friends-subscribe-english
    //! Where the room function tells one publisher what became of his messages. Made when his token
    //! is issued; nobody else may read it.
    TopicKey noticesTopic(std::string_view publisherId) const;
    std::string noticesPrefix() const; // "friends-notices-"
    bool isNoticesTopic(const TopicKey &key) const; // some publisher's
    //! Where members say that they are here, or typing: in memory, and short-lived.
    TopicKey presenceTopic() const;
    std::vector<TopicKey> topics() const; // that every room has, publish first
    //! The most specific route for a pair; null: the room names none.
    const EngineRoute *routeFor(std::string_view source, std::string_view target) const;
    bool owns(const TopicKey &key) const; // one of these, or of the notices
};

} // namespace parley
