#pragma once

#include <array>
#include <memory>
#include <string>

#include "server/base/clock.h"
#include "server/topics/topic_registry.h"

namespace parley {

enum class EventTopic : std::uint8_t { Messages, Deliveries, Sessions, Audit, Verdicts, Webhooks };
inline constexpr std::size_t kEventTopics = 6;

// The broker's own topics, $events/..., on which it says what happens in it. There is no other
// notification system: who wants to watch subscribes. Thread: any.
class EventTopics final
{
public:
    //! Frames kept of each for readers who come late: about 10,000 events.
    static constexpr std::uint64_t kRetainedBytes = 4 * 1024 * 1024;
    //! Of sessions: about 1,000. Each connection makes some, and a broker with 10,000 idle ones
    //! should not need as much memory for the news of them as for themselves.
    static constexpr std::uint64_t kRetainedSessionBytes = 512 * 1024;

    //! Makes the topics in \p registry.
    EventTopics(TopicRegistry &registry, const Clock &clock);

    void publish(EventTopic topic,
                 std::string json); // an event too large for a payload is left out
    bool isWatched(EventTopic topic) const; // somebody subscribes now
    const std::shared_ptr<TopicLog> &log(EventTopic topic) const;

    static TopicKey key(EventTopic topic);

private:
    const Clock &m_clock;
    std::array<std::shared_ptr<TopicLog>, kEventTopics> m_logs;
};

} // namespace parley
