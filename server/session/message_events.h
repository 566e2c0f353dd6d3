#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/net/event_loop.h"
#include "server/protocol/item_frame.h"
#include "server/topics/event_topics.h"
#include "server/topics/topic_registry.h"

namespace parley {

// Puts every message of people's topics on $events/messages, as long as somebody watches it; then,
// and only then, it has a cursor on every topic. Thread: the first I/O loop, but for what says
// otherwise.
class MessageEvents final : private TurnObserver
{
public:
    static constexpr std::size_t kShownBytes = 4096; // of each payload; the rest is in the history

    MessageEvents(EventLoop &loop, TopicRegistry &registry, EventTopics &events);
    ~MessageEvents();
    MessageEvents(const MessageEvents &) = delete;
    MessageEvents &operator=(const MessageEvents &) = delete;

    void topicCreated(const std::shared_ptr<TopicLog> &log);
    //! Somebody subscribed to \p key: if he watches, he sees every message from here on.
    //! Thread: any.
    void subscribed(const TopicKey &key);

private:
    class Watch;
    friend class Watch;

    void turnEnded() override;
    bool isWatched() const { return m_events.isWatched(EventTopic::Messages); }
    void startWatching();
    void stopWatching();
    void watch(const std::shared_ptr<TopicLog> &log); // the caller holds the lock
    void forget(Watch &watch);
    void read(Watch &watch);

    EventLoop &m_loop;
    TopicRegistry &m_registry;
    EventTopics &m_events;
    ItemDecoder m_decoder;
    std::vector<std::shared_ptr<Watch>> m_changed;
    std::mutex m_lock; // guards m_watches, and m_watching where it is written
    std::atomic<bool> m_watching{false};
    std::unordered_map<const TopicLog *, std::shared_ptr<Watch>> m_watches;
};

} // namespace parley
