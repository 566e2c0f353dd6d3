#include "server/protocol/delivery_body.h"

#include <utility>

namespace parley {
namespace {

// \return the text's JSON; nullopt in the outer: the object holds no payload here.
std::optional<std::optional<JsonValue>> payloadIn(const JsonValue &object)
{
    const JsonValue *const text = object.find("text");
    if (text && text->string()) {
        auto payload = parseJson(*text->string());
        return payload ? std::optional(*std::move(payload)) : std::nullopt;
    }
    const JsonValue *const binary = object.find("binary");
    if (binary && binary->string())
        return std::optional<JsonValue>();
    return std::nullopt;
}

} // namespace

std::optional<JsonValue> payloadOfBody(std::string_view body)
{
    auto whole = parseJson(body);
    if (!whole)
        return std::nullopt;
    const bool isMomento = whole->find("topic_sequence_number") != nullptr;
    if (isMomento)
        if (auto payload = payloadIn(*whole))
            return *std::move(payload);
    const JsonValue *const data = whole->find("data");
    if (data && data->object()) {
        if (auto payload = payloadIn(*data))
            return *std::move(payload);
        return *data;
    }
    return *std::move(whole);
}

} // namespace parley
