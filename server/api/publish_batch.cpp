#include "server/api/publish_batch.h"

#include <optional>

#include "server/protocol/envelope.h"

namespace parley {
namespace {

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

void publishBatch(ApiContext &context, const CallPtr &call, const std::shared_ptr<TopicLog> &log,
                  const std::vector<BatchMessage> &messages, std::uint8_t hops)
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
            {messages[i].payload, call->token()->token().publisherId, messages[i].idempotencyKey,
             hops},
            done);
        if (!position) {
            refused = position.error();
            done(*refused);
        }
    }
    oneDone(batch);
}

} // namespace parley
