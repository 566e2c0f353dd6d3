#include "server/api/http_archive.h"

#include "server/api/exported_head.h"
#include "server/base/encoding.h"
#include "server/protocol/json_writer.h"
#include "server/protocol/safe_text.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

double milliseconds(std::int64_t microseconds)
{
    return static_cast<double>(microseconds) / 1000;
}

// \return -1, which means "does not apply", for a phase that did not happen.
double phase(std::int64_t microseconds)
{
    return microseconds > 0 ? milliseconds(microseconds) : -1.0;
}

void headMembers(JsonWriter &writer, const ExportedHead &head, std::size_t headBytes)
{
    writer.key("cookies").beginArray().endArray().key("headers").beginArray();
    for (const auto &[name, value] : head.fields)
        writer.beginObject()
            .member("name", asUtf8(name))
            .member("value", asUtf8(value))
            .endObject();
    writer.endArray().member(
        "headersSize", headBytes > 0 ? static_cast<std::int64_t>(headBytes) : std::int64_t{-1});
}

void writeRequest(JsonWriter &writer, const ExportedDelivery &exported, const Attempt &attempt,
                  const ExportedHead &head)
{
    const std::string scheme = attempt.tls.empty() ? "http://" : "https://";
    const std::string url
        = asUtf8(scheme + std::string(head.value("host")) + std::string(head.word(1)));
    writer.key("request")
        .beginObject()
        .member("method", head.word(0))
        .member("url", url)
        .member("httpVersion", head.word(2))
        .key("queryString")
        .beginArray()
        .endArray();
    headMembers(writer, head, attempt.requestHead.size());
    writer.member("bodySize", exported.delivery.body.size());
    if (!exported.redact && isValidUtf8(exported.delivery.body))
        writer.key("postData")
            .beginObject()
            .member("mimeType", asUtf8(head.value("content-type")))
            .key("params")
            .beginArray()
            .endArray()
            .member("text", exported.delivery.body)
            .endObject();
    writer.endObject();
}

void writeResponse(JsonWriter &writer, const ExportedDelivery &exported, const Attempt &attempt)
{
    const ExportedHead head = ExportedHead::from(attempt.responseHead, exported.redact);
    const std::string_view line = head.firstLine;
    const auto reason = line.find(' ', std::min(line.find(' '), line.size() - 1) + 1);
    writer.key("response")
        .beginObject()
        .member("status", attempt.httpStatus)
        .member("statusText", reason == line.npos ? std::string() : asUtf8(line.substr(reason + 1)))
        .member("httpVersion", asUtf8(head.word(0)))
        .member("redirectURL", asUtf8(head.value("location")));
    headMembers(writer, head, attempt.responseHead.size());
    writer.member("bodySize", attempt.responseBytes)
        .key("content")
        .beginObject()
        .member("size", attempt.responseBytes)
        .member("mimeType", asUtf8(head.value("content-type")));
    if (!exported.redact && !attempt.responseBody.empty()) {
        const bool isText = isValidUtf8(attempt.responseBody);
        writer.member("text", isText ? attempt.responseBody : base64(attempt.responseBody));
        if (!isText)
            writer.member("encoding", "base64");
    }
    writer.endObject().endObject();
}

// "connect" holds the time of TLS too, as the specification wants.
void writeTimings(JsonWriter &writer, const AttemptTiming &timing)
{
    writer.key("timings")
        .beginObject()
        .member("blocked", -1.0)
        .member("dns", phase(timing.dns))
        .member("connect", phase(timing.connect + timing.tls))
        .member("ssl", phase(timing.tls))
        .member("send", milliseconds(timing.write))
        .member("wait", milliseconds(timing.firstByte))
        .member("receive", milliseconds(timing.body))
        .endObject();
}

std::string entryOf(const ExportedDelivery &exported, const Attempt &attempt)
{
    const ExportedHead head = ExportedHead::from(attempt.requestHead, exported.redact);
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("startedDateTime", iso8601(attempt.startedAt))
        .member("time", milliseconds(attempt.timing.total));
    writeRequest(writer, exported, attempt, head);
    writeResponse(writer, exported, attempt);
    writer.key("cache").beginObject().endObject();
    writeTimings(writer, attempt.timing);
    const auto port = attempt.address.rfind(':');
    writer.member("serverIPAddress", attempt.address.substr(0, port))
        .member("_deliveryId", exported.delivery.id)
        .member("_attempt", attempt.number)
        .member("_outcome", wireName(attempt.outcome))
        .member("_decision", attempt.decision)
        .endObject();
    return json;
}

} // namespace

std::string HttpArchive::begin()
{
    return R"({"log":{"version":"1.2","creator":{"name":"Parley","version":"1"},"entries":[)";
}

std::string HttpArchive::piece(const ExportedDelivery &exported)
{
    std::string entries;
    for (const Attempt &attempt : exported.attempts) {
        if (attempt.requestHead.empty())
            continue;
        entries += m_isFirst ? "\n" : ",\n";
        entries += entryOf(exported, attempt);
        m_isFirst = false;
    }
    return entries;
}

} // namespace parley
