#include "server/protocol/envelope.h"

#include "server/protocol/scope_json.h"

namespace parley {
namespace {

// The begin that all have: type, and the id of the command when there was one.
JsonWriter begun(std::string &text, std::string_view type, CommandId id = std::nullopt)
{
    text.reserve(192); // most fit: one allocation, not five
    JsonWriter out(text);
    out.beginObject().member("type", type);
    if (id)
        out.member("id", *id);
    return out;
}

void writeKey(JsonWriter &out, const TopicKey &key)
{
    out.member("namespace", key.nameSpace.text()).member("topic", key.topic.text());
}

void writePosition(JsonWriter &out, Position position)
{
    out.member("page", position.page).member("sequence", position.sequence);
}

void writeGapMembers(JsonWriter &out, Position after, Position next)
{
    out.key("after").beginObject();
    writePosition(out, after);
    out.endObject().key("next").beginObject();
    writePosition(out, next);
    out.endObject();
}

} // namespace

std::string_view wireName(AckKind kind)
{
    return kind == AckKind::Stored ? "stored" : "accepted";
}

void writeError(JsonWriter &out, const Error &error)
{
    out.beginObject()
        .member("code", static_cast<std::uint64_t>(error.code))
        .member("name", wireName(error.code))
        .member("message", error.message)
        .member("retryable", error.retryable())
        .endObject();
}

void writeGap(JsonWriter &out, Position after, Position next)
{
    out.beginObject();
    writeGapMembers(out, after, next);
    out.endObject();
}

std::string errorBody(const Error &error)
{
    std::string text;
    JsonWriter out(text);
    out.beginObject().key("error");
    writeError(out, error);
    out.endObject();
    return text;
}

std::string authenticatedReply(CommandId id, const Token &token)
{
    std::string text;
    JsonWriter out = begun(text, "authenticated", id);
    out.member("tokenId", token.id).member("publisherId", token.publisherId).key("admin");
    writeAdmin(out, token.scope);
    out.member("validUntil", token.validUntil).endObject();
    return text;
}

std::string subscribedReply(CommandId id, const TopicKey &key, Position position,
                            std::uint64_t last)
{
    std::string text;
    JsonWriter out = begun(text, "subscribed", id);
    writeKey(out, key);
    writePosition(out, position);
    out.member("last", last).endObject();
    return text;
}

std::string unsubscribedReply(CommandId id, const TopicKey &key)
{
    std::string text;
    JsonWriter out = begun(text, "unsubscribed", id);
    writeKey(out, key);
    out.endObject();
    return text;
}

std::string ackReply(std::uint64_t id, Position position, AckKind kind)
{
    std::string text;
    JsonWriter out = begun(text, "ack", id);
    writePosition(out, position);
    out.member("ack", wireName(kind)).endObject();
    return text;
}

std::string errorReply(CommandId id, const Error &error)
{
    std::string text;
    JsonWriter out = begun(text, "error", id);
    out.key("error");
    writeError(out, error);
    out.endObject();
    return text;
}

std::string pongReply(CommandId id)
{
    std::string text;
    begun(text, "pong", id).endObject();
    return text;
}

std::string gapPush(const TopicKey &key, Position after, Position next)
{
    std::string text;
    JsonWriter out = begun(text, "gap");
    writeKey(out, key);
    writeGapMembers(out, after, next);
    out.endObject();
    return text;
}

std::string closedPush(const TopicKey &key, const Error &error)
{
    std::string text;
    JsonWriter out = begun(text, "closed");
    writeKey(out, key);
    out.key("error");
    writeError(out, error);
    out.endObject();
    return text;
}

std::string heartbeatPush(UtcTime time)
{
    std::string text;
    begun(text, "heartbeat").member("time", time).endObject();
    return text;
}

} // namespace parley
