#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "server/net/event_loop.h"
#include "server/protocol/item_frame.h"
#include "server/topics/event_topics.h"
#include "server/topics/topic_registry.h"

namespace parley {

// Puts every message of people's topics on $events/messages, as long as somebody watches it; then,
// and only then, it has a cursor on every topic. Thread: I/O loop.
class MessageEvents final : private TurnObserver
{
public:
    static constexpr std::size_t kShownBytes = 4096; // of each payload; the rest is in the history

    MessageEvents(EventLoop &loop, TopicRegistry &registry, EventTopics &events);
    ~MessageEvents();
    MessageEvents(const MessageEvents &) = delete;
    MessageEvents &operator=(const MessageEvents &) = delete;

    void topicCreated(const std::shared_ptr<TopicLog> &log);

private:
    class Watch;
    friend class Watch;

    void turnEnded() override;
    void watch(const std::shared_ptr<TopicLog> &log);
    void stopWatching();
    void read(Watch &watch);

    EventLoop &m_loop;
    TopicRegistry &m_registry;
    EventTopics &m_events;
    ItemDecoder m_decoder;
    bool m_watching = false;
    std::unordered_map<const TopicLog *, std::shared_ptr<Watch>> m_watches;
    std::vector<std::shared_ptr<Watch>> m_changed;
};

} // namespace parley
