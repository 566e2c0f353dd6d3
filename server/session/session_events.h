#pragma once

#include <optional>
#include <string_view>

#include "server/session/session.h"
#include "server/topics/event_topics.h"

namespace parley {

// Says on $events/sessions who came, went, and reads what. Thread: I/O loop.
class SessionEvents final
{
public:
    SessionEvents(EventTopics &events, const Clock &clock) : m_events(events), m_clock(clock) {}

    void opened(const Session &session) { publish("opened", session, nullptr); }
    void closed(const Session &session) { publish("closed", session, nullptr); }
    void subscribed(const Session &session, const TopicKey &key)
    {
        publish("subscribed", session, &key);
    }
    void unsubscribed(const Session &session, const TopicKey &key)
    {
        publish("unsubscribed", session, &key);
    }

private:
    void publish(std::string_view kind, const Session &session, const TopicKey *key);

    EventTopics &m_events;
    const Clock &m_clock;
};

} // namespace parley
