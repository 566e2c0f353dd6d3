#include "server/api/api.h"

#include <numeric>

#include "server/api/token_json.h"

namespace parley {
namespace {

struct Totals {
    std::uint64_t publishedMessages = 0;
    std::uint64_t publishedBytes = 0;
    std::uint64_t deliveredMessages = 0;
};

Totals totalsOf(const TopicRegistry &topics) // system topics do not count
{
    Totals totals;
    for (const auto &log : topics.all()) {
        if (log->key().topic.isSystem())
            continue;
        const TopicStatistics statistics = log->statistics();
        totals.publishedMessages += statistics.publishedMessages;
        totals.publishedBytes += statistics.publishedBytes;
        totals.deliveredMessages += statistics.deliveredMessages;
    }
    return totals;
}

void answerStatus(const ApiContext &context, ApiCall &call, const LoopFigures &figures)
{
    const Totals totals = totalsOf(context.topics);
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("version", context.version)
        .member("startedAt", context.startedAt)
        .member("connections", figures.connections)
        .member("maxConnections", context.loops.connections().capacity())
        .member("sessions", figures.sessions)
        .member("subscriptions", figures.subscriptions)
        .member("topics", context.topics.size())
        .member("publishedMessages", totals.publishedMessages)
        .member("publishedBytes", totals.publishedBytes)
        .member("deliveredMessages", totals.deliveredMessages)
        .member("sentBytes", figures.sent.bytes)
        .member("sends", figures.sent.sends)
        .member("storage", wireName(context.store.state()))
        .endObject();
    call.reply(200, std::move(json));
}

void status(const ApiContext &context, const CallPtr &call)
{
    context.loops.gather<LoopFigures>(
        [](LoopParts &loop) { return loop.figures(); },
        [&context, call](const std::vector<LoopFigures> &all) {
            answerStatus(context, *call, std::accumulate(all.begin(), all.end(), LoopFigures{}));
        });
}

// It answers, so it lives; whether it can store is another matter.
void health(const ApiContext &context, const CallPtr &call)
{
    const bool stores = context.store.state() == StoreState::Working;
    call->reply(200, stores ? R"({"status":"ok"})" : R"({"status":"degraded"})");
}

void ownToken(const ApiContext &context, const CallPtr &call)
{
    call->reply(200, TokenJson(context).text(context.tokens.described(*call->token())));
}

} // namespace

void addStatusRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/health", Access::open(),
               [&context](const CallPtr &call) { health(context, call); });
    router.add("GET", "/v1/status", Access::some(),
               [&context](const CallPtr &call) { status(context, call); });
    router.add("GET", "/v1/token", Access::data(),
               [&context](const CallPtr &call) { ownToken(context, call); });
}

} // namespace parley
