#include "server/webhooks/body_writer.h"

#include "server/base/encoding.h"
#include "server/protocol/json_writer.h"

namespace parley {
namespace {

void writePayload(JsonWriter &json, const Payload &payload)
{
    if (payload.kind == PayloadKind::Text)
        json.member("text", payload.bytes);
    else
        json.member("binary", base64(payload.bytes));
}

void writeMomento(JsonWriter &json, const PublishedMessage &message, UtcTime now)
{
    json.beginObject();
    json.member("cache", message.key.nameSpace.text());
    json.member("topic", message.key.topic.text());
    json.member("event_timestamp", message.time);
    json.member("publish_timestamp", now);
    json.member("topic_sequence_number", message.position.sequence);
    json.member("token_id", message.publisherId);
    writePayload(json, message.payload);
    json.endObject();
}

void writeStandard(JsonWriter &json, const PublishedMessage &message)
{
    json.beginObject();
    json.member("type", std::string_view("topic.message"));
    json.member("timestamp", iso8601(message.time));
    json.key("data").beginObject();
    json.member("namespace", message.key.nameSpace.text());
    json.member("topic", message.key.topic.text());
    json.member("page", message.position.page);
    json.member("sequence", message.position.sequence);
    json.member("publisherId", message.publisherId);
    writePayload(json, message.payload);
    json.endObject();
    json.endObject();
}

} // namespace

std::string writeBody(BodyFormat format, const PublishedMessage &message, UtcTime now)
{
    std::string body;
    body.reserve(message.payload.bytes.size() * 9 / 8 + 256);
    JsonWriter json(body);
    switch (format) {
    case BodyFormat::Momento: writeMomento(json, message, now); break;
    case BodyFormat::Standard: writeStandard(json, message); break;
    }
    return body;
}

} // namespace parley
