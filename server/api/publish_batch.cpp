#include "server/api/publish_batch.h"

#include <algorithm>
#include <optional>

#include "server/protocol/envelope.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/payload_json.h"

namespace parley {
namespace {

Error ofLine(std::size_t number, const Error &error)
{
    return {error.code, "line " + std::to_string(number) + ": " + error.message};
}

Result<BatchMessage> messageOf(std::string_view line)
{
    const auto json = parseJson(line);
    if (!json)
        return json.error();
    JsonReader in(*json);
    const auto text = in.optionalString("text");
    const auto encoded = in.optionalString("base64");
    const auto key = in.optionalString("idempotencyKey");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    auto payload = payloadOfMembers(text, encoded);
    if (!payload)
        return payload.error();
    BatchMessage message{*std::move(payload), {}};
    if (key) {
        auto parsed = IdempotencyKey::parse(*key);
        if (!parsed)
            return parsed.error();
        message.idempotencyKey = parsed->text();
    }
    return message;
}

// The answer under way; lives until the last message was answered.
struct Batch {
    CallPtr call;
    AckKind kind = AckKind::Accepted;
    std::vector<std::optional<Result<Position>>> results{};
    std::size_t open = 0; // messages without a result, and one for publishBatch() itself
};

void answer(const Batch &batch)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("ack", wireName(batch.kind)).key("results").beginArray();
    for (const auto &result : batch.results) {
        writer.beginObject();
        if (*result) {
            writer.member("page", (*result)->page).member("sequence", (*result)->sequence);
        } else {
            writer.key("error");
            writeError(writer, result->error());
        }
        writer.endObject();
    }
    writer.endArray().endObject();
    batch.call->reply(200, std::move(json));
}

void oneDone(const std::shared_ptr<Batch> &batch)
{
    if (--batch->open == 0)
        answer(*batch);
}

} // namespace

Result<std::vector<BatchMessage>> messagesOf(std::string_view lines)
{
    std::vector<BatchMessage> messages;
    for (std::size_t number = 1; !lines.empty(); ++number) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        if (number > kMaxBatchMessages)
            return Error{ErrorCode::LimitExceeded, "a request has at most 1,000 messages"};
        auto message = messageOf(lines.substr(0, end));
        if (!message)
            return ofLine(number, message.error());
        messages.push_back(*std::move(message));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    if (messages.empty())
        return Error{ErrorCode::InvalidArgument, "the body has no line"};
    return messages;
}

void publishBatch(ApiContext &context, const CallPtr &call, const std::shared_ptr<TopicLog> &log,
                  const std::vector<BatchMessage> &messages)
{
    if (auto ok = call->token()->takePublishes(messages.size(), context.clock); !ok) {
        call->fail(ok.error());
        return;
    }
    const auto batch = std::make_shared<Batch>();
    batch->call = call;
    batch->kind = log->durability() == Durability::Durable ? AckKind::Stored : AckKind::Accepted;
    batch->results.resize(messages.size());
    batch->open = messages.size() + 1;
    std::optional<Error> refused;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto done = [batch, i](const Result<Position> &stored) {
            batch->results[i] = stored;
            oneDone(batch);
        };
        if (refused) {
            done(*refused);
            continue;
        }
        const auto position = context.loops.first().publisher.publish(
            log,
            {messages[i].payload, call->token()->token().publisherId, messages[i].idempotencyKey},
            done);
        if (!position) {
            refused = position.error();
            done(*refused);
        }
    }
    oneDone(batch);
}

} // namespace parley
