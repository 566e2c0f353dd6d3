#include "server/api/audit.h"

#include "server/protocol/json_writer.h"

namespace parley {

void Audit::record(std::string_view action, std::string_view actor, std::string_view object,
                   std::string_view detail)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("time", m_clock.utc())
        .member("action", action)
        .member("actor", actor)
        .member("object", object)
        .key("detail")
        .raw(detail.empty() ? "{}" : detail)
        .endObject();
    m_events.publish(EventTopic::Audit, std::move(json));
}

} // namespace parley
