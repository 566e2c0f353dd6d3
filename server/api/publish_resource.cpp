#include "server/api/api.h"

#include <algorithm>

#include "server/api/publish_batch.h"
#include "server/protocol/envelope.h"
#include "server/protocol/http_fields.h"
#include "server/protocol/start_point.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

// The media type alone: parameters behind it change nothing, and its case does not either.
bool hasType(const HttpRequest &request, std::string_view wanted)
{
    const std::string *type = request.header("content-type");
    return type
        && equalIgnoringCase(trimmed(std::string_view(*type).substr(0, type->find(';'))), wanted);
}

constexpr std::string_view kBatchType = "application/x-ndjson";

// A batch holds many payloads, any other body is one.
std::size_t bodyBytes(const HttpRequest &head)
{
    return hasType(head, kBatchType) ? limits::kBodyBytes : Payload::kMaxBytes;
}

Result<Payload> payloadOf(const HttpRequest &request)
{
    if (hasType(request, "application/octet-stream"))
        return Payload{PayloadKind::Binary, request.body};
    if (!isValidUtf8(request.body))
        return Error{ErrorCode::InvalidArgument,
                     "the body is not UTF-8; send bytes as application/octet-stream"};
    return Payload{PayloadKind::Text, request.body};
}

// An endpoint that answers a message passes on the hops that came with it, so that a loop ends.
Result<std::uint8_t> hopsOf(const HttpRequest &request)
{
    const std::string *text = request.header("parley-hops");
    const auto hops = text ? wholeNumber(*text) : std::optional<std::uint64_t>(0);
    if (!hops)
        return Error{ErrorCode::InvalidArgument, "Parley-Hops must be a whole number"};
    return static_cast<std::uint8_t>(std::min<std::uint64_t>(*hops, UINT8_MAX));
}

Result<std::optional<IdempotencyKey>> idempotencyKeyOf(const HttpRequest &request)
{
    const std::string *text = request.header("idempotency-key");
    if (!text)
        return std::optional<IdempotencyKey>{};
    auto key = IdempotencyKey::parse(*text);
    if (!key)
        return key.error();
    return std::optional(*std::move(key));
}

Result<std::shared_ptr<TopicLog>> publishLog(const ApiContext &context, const CallPtr &call)
{
    auto key = call->topicKey(0);
    if (!key)
        return key.error();
    if (!call->token()->allows(Right::Publish, *key))
        return Error{ErrorCode::PermissionDenied, "the token does not allow to publish there"};
    return context.topics.require(*key);
}

void replyAck(ApiCall &call, const Result<Position> &position, AckKind kind)
{
    if (!position) {
        call.fail(position.error());
        return;
    }
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("page", position->page)
        .member("sequence", position->sequence)
        .member("ack", wireName(kind))
        .endObject();
    call.reply(200, std::move(json));
}

void publish(ApiContext &context, const CallPtr &call)
{
    auto log = publishLog(context, call);
    if (!log) {
        call->fail(log.error());
        return;
    }
    const auto hops = hopsOf(call->request());
    if (!hops) {
        call->fail(hops.error());
        return;
    }
    if (hasType(call->request(), kBatchType)) {
        const auto messages = messagesOf(call->request().body);
        if (messages)
            publishBatch(context, call, *log, *messages, *hops);
        else
            call->fail(messages.error());
        return;
    }
    auto payload = payloadOf(call->request());
    const auto key = idempotencyKeyOf(call->request());
    if (!payload || !key) {
        call->fail(payload ? key.error() : payload.error());
        return;
    }
    if (auto ok = call->token()->takePublishes(1, context.clock); !ok) {
        call->fail(ok.error());
        return;
    }
    const AckKind kind
        = (*log)->durability() == Durability::Durable ? AckKind::Stored : AckKind::Accepted;
    const auto position = context.loops.first().publisher.publish(
        *log,
        {*payload, call->token()->token().publisherId,
         *key ? std::string_view((*key)->text()) : std::string_view(), *hops},
        [call, kind](const Result<Position> &stored) { replyAck(*call, stored, kind); });
    if (!position)
        call->fail(position.error());
}

} // namespace

void addPublishRoutes(Router &router, ApiContext &context)
{
    router.add(
        "POST", "/v1/publish/*/**", Access::data(),
        [&context](const CallPtr &call) { publish(context, call); }, bodyBytes);
}

} // namespace parley
