#include "server/api/inspector_settings.h"

#include <algorithm>
#include <array>

#include "server/protocol/http_fields.h"
#include "server/protocol/json_reader.h"

namespace parley {
namespace {

// What the framing of the answer says, and the time.
bool isOurs(std::string_view name)
{
    constexpr std::array kOurs{"content-length", "transfer-encoding", "connection",
                               "keep-alive",     "upgrade",           "date"};
    return std::any_of(kOurs.begin(), kOurs.end(),
                       [&](std::string_view one) { return equalIgnoringCase(one, name); });
}

Result<HttpHeader> headerFrom(const JsonValue &json, std::size_t index)
{
    JsonReader in(json, "headers[" + std::to_string(index) + "]");
    HttpHeader header{in.string("name"), in.string("value")};
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (!isToken(header.name) || !isFieldValue(header.value) || isOurs(header.name)
        || header.name.size() + header.value.size() > InspectorSettings::kMaxHeaderBytes)
        in.fail("name", "cannot be sent as a header of an answer");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return header;
}

Result<std::vector<HttpHeader>> headersFrom(const JsonValue::Array &array)
{
    if (array.size() > InspectorSettings::kMaxHeaders)
        return Error{ErrorCode::InvalidArgument, "headers must have at most 32 elements"};
    std::vector<HttpHeader> headers;
    for (const JsonValue &element : array) {
        auto header = headerFrom(element, headers.size());
        if (!header)
            return header.error();
        headers.push_back(std::move(*header));
    }
    return headers;
}

} // namespace

Result<InspectorSettings> changedSettings(InspectorSettings settings, const JsonValue &json,
                                          bool withPort)
{
    JsonReader in(json);
    settings.on = in.optionalBoolean("on").value_or(settings.on);
    settings.status
        = static_cast<int>(in.optionalInteger("status", 200, 599).value_or(settings.status));
    if (const auto delay
        = in.optionalWholeNumber("delayMilliseconds", 0, InspectorSettings::kMaxDelay))
        settings.delay = std::chrono::milliseconds(*delay);
    if (in.has("headers")) {
        auto headers = headersFrom(in.optionalArray("headers"));
        if (!headers)
            return headers.error();
        settings.headers = std::move(*headers);
    }
    if (auto body = in.optionalString("body")) {
        if (body->size() > InspectorSettings::kMaxBodyBytes)
            in.fail("body", "must have at most 262,144 bytes");
        settings.body = std::move(*body);
    }
    if (withPort)
        settings.port = static_cast<std::uint16_t>(in.wholeNumber("port", 0, UINT16_MAX));
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return settings;
}

void writeSettings(JsonWriter &writer, const InspectorSettings &settings)
{
    writer.member("on", settings.on)
        .member("status", settings.status)
        .member("delayMilliseconds", settings.delay.count())
        .key("headers")
        .beginArray();
    for (const HttpHeader &header : settings.headers)
        writer.beginObject().member("name", header.name).member("value", header.value).endObject();
    writer.endArray().member("body", settings.body);
}

std::string storedJson(const InspectorSettings &settings)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject();
    writeSettings(writer, settings);
    writer.member("port", settings.port).endObject();
    return json;
}

Result<InspectorSettings> settingsFromStored(const std::string &json)
{
    if (json.empty())
        return InspectorSettings{};
    const auto value = parseJson(json);
    if (!value)
        return value.error();
    return changedSettings({}, *value, true);
}

} // namespace parley
