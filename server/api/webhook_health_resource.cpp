#include "server/api/api.h"

#include <algorithm>

#include "server/api/resource_json.h"
#include "server/api/webhook_calls.h"

namespace parley {
namespace {

std::string_view stateOf(const Webhook &webhook, const WebhookHealth &health)
{
    if (webhook.state != WebhookState::Active)
        return wireName(webhook.state);
    if (health.breaker != BreakerState::Closed)
        return "broken";
    return health.throttled ? "throttled" : "active";
}

void writeHealth(JsonWriter &writer, const Webhook &webhook, const WebhookHealth &health)
{
    writer.beginObject()
        .member("state", stateOf(webhook, health))
        .member("stateReason", webhook.stateReason)
        .member("breaker", wireName(health.breaker))
        .member("heldUntil", health.heldUntil)
        .member("nextProbeAt", health.nextProbeAt)
        .member("open", health.open)
        .member("queued", health.open - std::min(health.open, health.waiting + health.inFlight))
        .member("waiting", health.waiting)
        .member("inFlight", health.inFlight)
        .member("oldestWaitingAt", health.oldestOpenAt)
        .member("consecutiveFailures", health.consecutiveFailures)
        .member("lastSuccessAt", health.lastSuccessAt)
        .member("p50Microseconds", health.p50Microseconds)
        .member("p95Microseconds", health.p95Microseconds)
        .member("filteredMessages", health.filteredMessages)
        .key("hours")
        .beginArray();
    for (const WebhookHealth::Hour &hour : health.hours)
        writer.beginObject()
            .member("from", hour.from)
            .member("succeeded", hour.succeeded)
            .member("failed", hour.failed)
            .endObject();
    writer.endArray().endObject();
}

void showHealth(ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findWebhook(context, call);
    if (!webhook)
        return;
    context.webhookControl.health(
        webhook->id, [&context, call](const Result<WebhookControl::Health> &health) {
            const Webhook *now = findWebhook(context, call);
            if (!now)
                return;
            const auto found = health ? health->find(now->id) : decltype(health->end()){};
            if (!health || found == health->end()) {
                call->fail(health ? Error{ErrorCode::NotFound, "no such webhook"} : health.error());
                return;
            }
            std::string json;
            JsonWriter writer(json);
            writeHealth(writer, *now, found->second);
            call->reply(200, std::move(json));
        });
}

void listHealth(ApiContext &context, const CallPtr &call)
{
    context.webhookControl.health({},
                                  [&context, call](const Result<WebhookControl::Health> &health) {
                                      if (!health) {
                                          call->fail(health.error());
                                          return;
                                      }
                                      std::string json;
                                      JsonWriter writer(json);
                                      writer.beginObject().key("webhooks").beginObject();
                                      for (const auto &[id, each] : *health)
                                          if (const Webhook *webhook = context.webhooks.find(id)) {
                                              writer.key(id);
                                              writeHealth(writer, *webhook, each);
                                          }
                                      writer.endObject().endObject();
                                      call->reply(200, std::move(json));
                                  });
}

} // namespace

void addWebhookHealthRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/webhooks/health", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { listHealth(context, call); });
    router.add("GET", "/v1/webhooks/*/health", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { showHealth(context, call); });
}

} // namespace parley
