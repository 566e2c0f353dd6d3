#include "server/api/api.h"

#include "server/protocol/json_reader.h"
#include "server/types/delivery_retention.h"

// For how long the log of deliveries is kept, and what it takes.
namespace parley {
namespace {

using Kept = DeliveryRetention;

std::string retentionJson(const Kept &kept)
{
    std::string json;
    JsonWriter(json)
        .beginObject()
        .member("days", kept.days)
        .member("failedDays", kept.failedDays)
        .member("megabytes", kept.megabytes)
        .endObject();
    return json;
}

Result<std::string> shownJson(Tables &tables)
{
    const auto kept = tables.deliveryUpkeep().retention();
    const auto usage = tables.deliveryUpkeep().usage();
    if (!kept || !usage)
        return kept ? usage.error() : kept.error();
    std::string json;
    JsonWriter(json)
        .beginObject()
        .member("days", kept->days)
        .member("failedDays", kept->failedDays)
        .member("megabytes", kept->megabytes)
        .member("deliveries", usage->deliveries)
        .member("bytes", usage->bytes)
        .member("maxDeliveries", DeliveryUpkeep::kMaxDeliveries)
        .endObject();
    return json;
}

void answerWith(ApiContext &context, const CallPtr &call)
{
    context.store.read([&loop = context.loop, call](Tables &tables) {
        loop.post([call, json = shownJson(tables)] {
            json ? call->reply(200, *json) : call->fail(json.error());
        });
    });
}

// What is left out stays.
Result<Kept> changed(const JsonValue &body, Kept kept)
{
    JsonReader in(body);
    if (const auto days = in.optionalInteger("days", Kept::kMinDays, Kept::kMaxDays))
        kept.days = static_cast<int>(*days);
    if (const auto days = in.optionalInteger("failedDays", Kept::kMinDays, Kept::kMaxDays))
        kept.failedDays = static_cast<int>(*days);
    if (const auto most = in.optionalInteger("megabytes", Kept::kMinMegabytes, Kept::kMaxMegabytes))
        kept.megabytes = static_cast<int>(*most);
    if (kept.failedDays < kept.days)
        in.fail("failedDays", "must not be less than days");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return kept;
}

void store(ApiContext &context, const CallPtr &call, const Kept &before, const Kept &after)
{
    context.act(
        call,
        {.action = "deliveries.retention_changed",
         .object = "deliveries",
         .before = retentionJson(before),
         .after = retentionJson(after)},
        [after](Tables &tables) { return tables.deliveryUpkeep().setRetention(after); },
        [&context, call](const Result<void> &stored) {
            if (!stored)
                return call->fail(stored.error());
            context.webhookControl.prune();
            answerWith(context, call);
        });
}

void put(ApiContext &context, const CallPtr &call)
{
    context.store.read([&context, call](Tables &tables) {
        context.loop.post([&context, call, before = tables.deliveryUpkeep().retention()] {
            const auto body = call->json();
            if (!before || !body)
                return call->fail(before ? body.error() : before.error());
            const auto after = changed(*body, *before);
            after ? store(context, call, *before, *after) : call->fail(after.error());
        });
    });
}

} // namespace

void addDeliveryRetentionRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/deliveries/retention", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { answerWith(context, call); });
    router.add("PUT", "/v1/deliveries/retention", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { put(context, call); });
}

} // namespace parley
