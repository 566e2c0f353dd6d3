#include "server/protocol/item_frame.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <cstring>

#include "server/base/encoding.h"
#include "server/protocol/json_escape.h"
#include "server/protocol/json_writer.h"
#include "server/protocol/websocket_frame.h"
#include "server/types/idempotency_key.h"

namespace parley {
namespace {

constexpr std::string_view kTime = ",\"time\":";
constexpr std::string_view kPublisher = ",\"publisherId\":\"";
constexpr std::string_view kIdempotencyKey = "\",\"idempotencyKey\":\"";
constexpr std::string_view kHops = ",\"hops\":";
constexpr std::string_view kText = "\",\"text\":\"";
constexpr std::string_view kBase64 = "\",\"base64\":\"";
constexpr std::string_view kEnd = "\"}";

constexpr std::array<std::uint64_t, 20> powersOfTen()
{
    std::array<std::uint64_t, 20> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}

// Digits of a number from its bits: 1233 / 4096 is the logarithm of 2, near enough for 64 of them.
std::size_t decimalSize(std::uint64_t value)
{
    static constexpr auto kPowers = powersOfTen();
    value |= 1; // zero has a digit too
    const auto about = static_cast<std::size_t>(std::bit_width(value) * 1233 >> 12);
    return about + (value < kPowers[about] ? 0 : 1);
}

char *put(char *out, std::string_view text)
{
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

char *putDecimal(char *out, std::uint64_t value)
{
    return std::to_chars(out, out + 20, value).ptr; // the caller counted the room
}

// Before 1970 there were no messages.
std::uint64_t milliseconds(UtcTime time)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(epochMilliseconds(time), 0));
}

std::size_t payloadSize(const PayloadView &payload)
{
    if (payload.kind == PayloadKind::Binary)
        return kBase64.size() + base64Size(payload.bytes.size());
    return kText.size() + (payload.isPlain ? payload.bytes.size() : escapedJsonSize(payload.bytes));
}

std::size_t hopsSize(std::uint8_t hops) // most messages have none, and do not say so
{
    return hops == 0 ? 0 : kHops.size() + decimalSize(hops);
}

std::size_t jsonBytes(const ItemPrefix &prefix, const ItemStamp &stamp, const PayloadView &payload)
{
    const std::size_t key
        = stamp.idempotencyKey.empty() ? 0 : kIdempotencyKey.size() + stamp.idempotencyKey.size();
    return prefix.text().size() + decimalSize(stamp.sequence) + kTime.size()
        + decimalSize(milliseconds(stamp.time)) + hopsSize(stamp.hops) + kPublisher.size()
        + escapedJsonSize(stamp.publisherId) + key + payloadSize(payload) + kEnd.size();
}

char *writeJson(char *out, const ItemPrefix &prefix, const ItemStamp &stamp,
                const PayloadView &payload)
{
    out = putDecimal(put(out, prefix.text()), stamp.sequence);
    out = putDecimal(put(out, kTime), milliseconds(stamp.time));
    if (stamp.hops != 0)
        out = putDecimal(put(out, kHops), stamp.hops);
    out = writeEscapedJson(put(out, kPublisher), stamp.publisherId);
    if (!stamp.idempotencyKey.empty())
        out = put(put(out, kIdempotencyKey), stamp.idempotencyKey);
    if (payload.kind == PayloadKind::Binary)
        out = writeBase64(put(out, kBase64), payload.bytes);
    else if (payload.isPlain)
        out = put(put(out, kText), payload.bytes);
    else
        out = writeEscapedJson(put(out, kText), payload.bytes);
    return put(out, kEnd);
}

std::size_t bodyBytesOf(std::size_t frameBytes) // inverse of header + body
{
    for (const std::size_t header : {2, 4, 10})
        if (frameHeaderSize(frameBytes - header) == header)
            return frameBytes - header;
    return 0; // no frame has that size
}

Error notAnItem(std::string_view why)
{
    return {ErrorCode::InvalidArgument, "not an item: " + std::string(why)};
}

// The members of an item, still as text and numbers.
struct Fields {
    std::string_view type{};
    std::string_view nameSpace{};
    std::string_view topic{};
    std::string_view publisherId{};
    std::string_view idempotencyKey{};
    std::int64_t page = -1;
    std::int64_t sequence = -1;
    std::int64_t time = -1;
    std::int64_t hops = 0;
    const JsonMember *text = nullptr;
    const JsonMember *base64 = nullptr;

    void take(const JsonMember &member);
};

void Fields::take(const JsonMember &member)
{
    const bool isText = member.kind == JsonKind::String;
    const bool isNumber = member.kind == JsonKind::Integer;
    if (member.name == "type" && isText)
        type = member.string;
    else if (member.name == "namespace" && isText)
        nameSpace = member.string;
    else if (member.name == "topic" && isText)
        topic = member.string;
    else if (member.name == "publisherId" && isText)
        publisherId = member.string;
    else if (member.name == "idempotencyKey" && isText)
        idempotencyKey = member.string;
    else if (member.name == "page" && isNumber)
        page = member.integer;
    else if (member.name == "sequence" && isNumber)
        sequence = member.integer;
    else if (member.name == "time" && isNumber)
        time = member.integer;
    else if (member.name == "hops" && isNumber)
        hops = member.integer;
    else if (member.name == "text" && isText)
        text = &member;
    else if (member.name == "base64" && isText)
        base64 = &member;
}

Result<Payload> payloadOf(const Fields &fields)
{
    if (!fields.text == !fields.base64)
        return notAnItem("it must have one of text and base64");
    if (fields.text)
        return Payload{PayloadKind::Text, std::string(fields.text->string)};
    auto bytes = fromBase64(fields.base64->string);
    if (!bytes)
        return notAnItem("base64 is malformed");
    return Payload{PayloadKind::Binary, *std::move(bytes)};
}

Result<PublishedMessage> messageOf(const Fields &fields)
{
    if (fields.type != "item" || fields.page < 0 || fields.sequence < 0 || fields.time < 0)
        return notAnItem("type, page, sequence or time is missing or wrong");
    auto nameSpace = NamespaceName::parse(fields.nameSpace);
    if (!nameSpace)
        return nameSpace.error();
    auto topic = TopicName::parseAny(fields.topic);
    if (!topic)
        return topic.error();
    if (!fields.idempotencyKey.empty() && !IdempotencyKey::parse(fields.idempotencyKey))
        return notAnItem("idempotencyKey is malformed");
    auto payload = payloadOf(fields);
    if (!payload)
        return payload.error();
    return PublishedMessage{
        {*std::move(nameSpace), *std::move(topic)},
        {static_cast<std::uint64_t>(fields.page), static_cast<std::uint64_t>(fields.sequence)},
        fromEpochMilliseconds(fields.time),
        std::string(fields.publisherId),
        *std::move(payload),
        std::string(fields.idempotencyKey),
        static_cast<std::uint8_t>(std::clamp<std::int64_t>(fields.hops, 0, UINT8_MAX))};
}

} // namespace

ItemPrefix::ItemPrefix(const TopicKey &key, std::uint64_t page)
{
    JsonWriter(m_text)
        .beginObject()
        .member("type", std::string_view("item"))
        .member("namespace", key.nameSpace.text())
        .member("topic", key.topic.text())
        .member("page", page)
        .key("sequence");
}

std::size_t itemFrameBytes(const ItemPrefix &prefix, const ItemStamp &stamp,
                           const PayloadView &payload)
{
    const std::size_t body = jsonBytes(prefix, stamp, payload);
    return frameHeaderSize(body) + body;
}

void writeItemFrame(char *out, std::size_t frameBytes, const ItemPrefix &prefix,
                    const ItemStamp &stamp, const PayloadView &payload)
{
    const std::size_t header = writeFrameHeader(out, bodyBytesOf(frameBytes), Opcode::Text);
    [[maybe_unused]] const char *end = writeJson(out + header, prefix, stamp, payload);
    assert(end == out + frameBytes && "frameBytes was counted from other arguments");
}

std::string itemJson(const PublishedMessage &message)
{
    const ItemPrefix prefix(message.key, message.position.page);
    const ItemStamp stamp{message.position.sequence, message.time, message.publisherId,
                          message.idempotencyKey, message.hops};
    std::string json(jsonBytes(prefix, stamp, message.payload), '\0');
    writeJson(json.data(), prefix, stamp, message.payload);
    return json;
}

// Names before it cannot hold a quotation mark, so the first place is the right one.
UtcTime itemTime(std::string_view json)
{
    const std::size_t at = json.find(kTime);
    assert(at != json.npos && "not an item of this broker");
    std::int64_t time = 0;
    std::from_chars(json.data() + at + kTime.size(), json.data() + json.size(), time);
    return fromEpochMilliseconds(time);
}

Result<PublishedMessage> ItemDecoder::decode(std::string_view json)
{
    const auto members = m_parser.parseMembers(json);
    if (!members)
        return members.error();
    Fields fields;
    for (const JsonMember &member : *members)
        fields.take(member);
    return messageOf(fields);
}

Result<PublishedMessage> decodeItem(std::string_view json)
{
    return ItemDecoder{}.decode(json);
}

} // namespace parley
