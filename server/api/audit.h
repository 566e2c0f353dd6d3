#pragma once

#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/protocol/json_writer.h"
#include "server/topics/event_topics.h"
#include "server/types/audit_record.h"

namespace parley {

// What an act did, as whoever does it says it. Never a secret, never a payload.
struct Act {
    std::string action{}; // "topic.created": what it was done to, and what in the past tense
    std::string object{}; // "default/weather", "tok_...": what it was done to, by name or id
    std::string before{}; // JSON objects, or "": what it was and what it is now
    std::string after{};
};

void writeAuditRecord(JsonWriter &writer, const AuditRecord &record);

// Says on $events/audit what the table of the audit was given. Thread: I/O loop; recordOf(): any.
class Audit final
{
public:
    Audit(EventTopics &events, const Clock &clock) : m_events(events), m_clock(clock) {}

    //! \param actor id of the token that does it, or "broker".
    AuditRecord recordOf(Act act, std::string_view actor, std::string_view address) const;
    void tell(const AuditRecord &record); // after it was stored

private:
    EventTopics &m_events;
    const Clock &m_clock;
};

} // namespace parley
