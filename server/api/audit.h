#pragma once

#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/topics/event_topics.h"

namespace parley {

// Says on $events/audit who changed what. Never holds a secret. Thread: I/O loop.
class Audit final
{
public:
    Audit(EventTopics &events, const Clock &clock) : m_events(events), m_clock(clock) {}

    //! \param action such as "topic.created". \param actor the id of the token that did it, or
    //! "broker". \param object what it was done to. \param detail a JSON object, or "".
    void record(std::string_view action, std::string_view actor, std::string_view object,
                std::string_view detail = {});

private:
    EventTopics &m_events;
    const Clock &m_clock;
};

} // namespace parley
