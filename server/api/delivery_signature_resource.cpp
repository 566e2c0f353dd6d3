#include "server/api/api.h"

#include "server/api/webhook_calls.h"

// The headers that prove a delivery, made anew: for whoever sends it again by hand, because a
// receiver takes none that is older than five minutes. The secrets stay here.
namespace parley {
namespace {

void answerSigned(ApiContext &context, const CallPtr &call, const Delivery &delivery)
{
    const Webhook *webhook = context.webhooks.find(delivery.webhookId);
    if (!webhook)
        return call->fail({ErrorCode::FailedPrecondition, "its webhook was deleted"});
    const auto headers = context.webhookControl.sign(*webhook, delivery);
    if (!headers)
        return call->fail(headers.error());
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("headers").beginArray();
    for (const auto &[name, value] : *headers)
        writer.beginObject().member("name", name).member("value", value).endObject();
    writer.endArray().endObject();
    context.noteAct(call, {.action = "delivery.signed", .object = delivery.id},
                    [call, json] { call->reply(200, json); });
}

// Whoever gets a proof of a body must be able to read it.
void sign(ApiContext &context, const CallPtr &call)
{
    context.store.read([&context, call](Tables &tables) {
        auto delivery = tables.deliveries().find(call->argument(0));
        context.loop.post([&context, call, delivery = std::move(delivery)] {
            if (!delivery)
                return call->fail({ErrorCode::NotFound, "no such delivery"});
            if (!call->token()->allows(Right::History, delivery->key))
                return call->fail(
                    {ErrorCode::PermissionDenied, "the token does not allow to read this topic"});
            answerSigned(context, call, *delivery);
        });
    });
}

} // namespace

void addDeliverySignatureRoutes(Router &router, ApiContext &context)
{
    router.add("POST", "/v1/deliveries/*/sign", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { sign(context, call); });
}

} // namespace parley
