#include "server/session/session_events.h"

#include "server/protocol/json_writer.h"

namespace parley {

void SessionEvents::publish(std::string_view kind, const Session &session, const TopicKey *key)
{
    if (key && key->topic.isSystem()) // watching the broker is not what one watches it for
        return;
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("kind", kind)
        .member("connectionId", session.connectionId())
        .member("transport", session.transport())
        .member("address", session.address())
        .member("time", m_clock.utc());
    if (session.token())
        writer.member("tokenId", session.token()->token().id)
            .member("label", session.token()->token().label);
    if (key)
        writer.member("namespace", key->nameSpace.text()).member("topic", key->topic.text());
    writer.endObject();
    m_events.publish(EventTopic::Sessions, std::move(json));
}

} // namespace parley
