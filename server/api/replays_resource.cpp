#include "server/api/api.h"

#include "server/api/delivery_query.h"
#include "server/api/replays.h"

namespace parley {
namespace {

std::string replayJson(const Replays::Replay &replay)
{
    std::string json;
    JsonWriter writer(json);
    writeReplay(writer, replay);
    return json;
}

void plan(Replays &replays, const CallPtr &call)
{
    const auto json = call->json();
    const auto query = json ? deliveryQueryOf(*json, *call) : json.error();
    if (!query) {
        call->fail(query.error());
        return;
    }
    replays.plan(*query, [call](const Result<Replays::Replay> &planned) {
        planned ? call->reply(201, replayJson(*planned)) : call->fail(planned.error());
    });
}

void show(const Replays &replays, const CallPtr &call)
{
    if (const auto *replay = replays.find(call->argument(0)))
        call->reply(200, replayJson(*replay));
    else
        call->fail({ErrorCode::NotFound, "no such replay"});
}

void list(const Replays &replays, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("replays").beginArray();
    for (const Replays::Replay *replay : replays.all())
        writeReplay(writer, *replay);
    writer.endArray().endObject();
    call->reply(200, json);
}

void run(ApiContext &context, Replays &replays, const CallPtr &call)
{
    const auto begun = replays.run(call->argument(0));
    if (!begun) {
        call->fail(begun.error());
        return;
    }
    std::string after;
    JsonWriter(after).beginObject().member("count", begun->count).endObject();
    context.noteAct(
        call, {.action = "deliveries.replayed", .object = begun->id, .after = std::move(after)},
        [call, json = replayJson(*begun)] { call->reply(202, json); });
}

void cancel(ApiContext &context, Replays &replays, const CallPtr &call)
{
    const auto done = replays.cancel(call->argument(0));
    if (!done) {
        call->fail(done.error());
        return;
    }
    context.noteAct(call, {.action = "replay.canceled", .object = call->argument(0)},
                    [call] { call->replyEmpty(); });
}

} // namespace

void addReplayRoutes(Router &router, ApiContext &context)
{
    const auto replays = std::make_shared<Replays>(context); // as long as its routes
    router.add("POST", "/v1/replays", Access::write(AdminArea::Webhooks),
               [replays](const CallPtr &call) { plan(*replays, call); });
    router.add("GET", "/v1/replays", Access::read(AdminArea::Webhooks),
               [replays](const CallPtr &call) { list(*replays, call); });
    router.add("GET", "/v1/replays/*", Access::read(AdminArea::Webhooks),
               [replays](const CallPtr &call) { show(*replays, call); });
    router.add("POST", "/v1/replays/*/run", Access::write(AdminArea::Webhooks),
               [&context, replays](const CallPtr &call) { run(context, *replays, call); });
    router.add("DELETE", "/v1/replays/*", Access::write(AdminArea::Webhooks),
               [&context, replays](const CallPtr &call) { cancel(context, *replays, call); });
}

} // namespace parley
