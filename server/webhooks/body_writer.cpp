#include "server/webhooks/body_writer.h"

#include "server/base/encoding.h"
#include "server/protocol/json_value.h"
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

// CloudEvents 1.0 in JSON, structured mode. A payload that is JSON stands in `data` as it is; other
// text as a string. Source: CloudEvents JSON event format 1.0.2, section 3.1.
void writeCloudEvent(JsonWriter &json, const PublishedMessage &message, std::string_view id)
{
    const std::string place = message.key.nameSpace.text() + "/topics/" + message.key.topic.text();
    json.beginObject();
    json.member("specversion", std::string_view("1.0"));
    json.member("id", id);
    json.member("source", "/namespaces/" + place);
    json.member("type", std::string_view("parley.topic.message"));
    json.member("time", iso8601(message.time));
    json.member("subject", message.key.topic.text());
    json.member("parleypage", std::to_string(message.position.page));
    json.member("parleysequence", std::to_string(message.position.sequence));
    if (!message.publisherId.empty())
        json.member("parleypublisher", message.publisherId);
    if (message.payload.kind == PayloadKind::Binary) {
        json.member("datacontenttype", std::string_view("application/octet-stream"));
        json.member("data_base64", base64(message.payload.bytes));
    } else if (parseJson(message.payload.bytes)) {
        json.member("datacontenttype", std::string_view("application/json"));
        json.key("data").raw(message.payload.bytes);
    } else {
        json.member("datacontenttype", std::string_view("text/plain"));
        json.member("data", message.payload.bytes);
    }
    json.endObject();
}

} // namespace

std::string_view contentType(BodyFormat format)
{
    return format == BodyFormat::CloudEvents ? "application/cloudevents+json" : "application/json";
}

std::string_view batchContentType(BodyFormat format)
{
    return format == BodyFormat::CloudEvents ? "application/cloudevents-batch+json"
                                             : "application/json";
}

std::string writeBody(BodyFormat format, const PublishedMessage &message, std::string_view id,
                      UtcTime now)
{
    std::string body;
    body.reserve(message.payload.bytes.size() * 9 / 8 + 256);
    JsonWriter json(body);
    switch (format) {
    case BodyFormat::Momento: writeMomento(json, message, now); break;
    case BodyFormat::Standard: writeStandard(json, message); break;
    case BodyFormat::CloudEvents: writeCloudEvent(json, message, id); break;
    }
    return body;
}

} // namespace parley
