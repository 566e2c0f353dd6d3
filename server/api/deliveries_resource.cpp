#include "server/api/api.h"

#include <limits>

#include "server/api/delivery_query.h"
#include "server/api/resource_json.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

// A body of 1 MiB, each of its characters escaped as two, and the member around it.
std::size_t allowResentBody(const HttpRequest &)
{
    return 2 * limits::kBodyBytes + 64;
}

std::string listJson(const DeliveriesFound &found, const TokenEntry &token)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("deliveries").beginArray();
    for (const FoundDelivery &one : found.deliveries)
        writeFoundDelivery(writer, one, token.allows(Right::History, one.delivery.key), false);
    writer.endArray().member("next", found.next).endObject();
    return json;
}

// Reads on the store's thread and answers on the loop.
void answer(ApiContext &context, const CallPtr &call,
            std::function<Result<std::string>(Tables &)> look)
{
    context.store.read([&loop = context.loop, call, look = std::move(look)](Tables &tables) {
        loop.post([call, json = look(tables)] {
            if (json)
                call->reply(200, *json);
            else
                call->fail(json.error());
        });
    });
}

void listDeliveries(ApiContext &context, const CallPtr &call)
{
    const auto query = deliveryQueryOf(*call);
    if (!query) {
        call->fail(query.error());
        return;
    }
    answer(context, call,
           [query = *query, token = call->token()](Tables &tables) -> Result<std::string> {
               const auto found = tables.deliverySearch().find(query);
               return found ? Result<std::string>(listJson(*found, *token)) : found.error();
           });
}

Error noSuchDelivery()
{
    return {ErrorCode::NotFound, "no such delivery"};
}

void showDelivery(ApiContext &context, const CallPtr &call)
{
    answer(context, call,
           [id = call->argument(0), token = call->token()](Tables &tables) -> Result<std::string> {
               const auto found = tables.deliverySearch().one(id);
               if (!found)
                   return noSuchDelivery();
               std::string json;
               JsonWriter writer(json);
               const bool mayRead = token->allows(Right::History, found->delivery.key);
               writeFoundDelivery(writer, *found, mayRead,
                                  mayRead); // the body is a message of the topic
               return json;
           });
}

void attempts(ApiContext &context, const CallPtr &call)
{
    answer(context, call,
           [id = call->argument(0), token = call->token()](Tables &tables) -> Result<std::string> {
               const auto delivery = tables.deliveries().find(id);
               if (!delivery)
                   return noSuchDelivery();
               // What an endpoint answers may repeat what it was sent.
               const bool mayRead = token->allows(Right::History, delivery->key);
               std::string json;
               JsonWriter writer(json);
               writer.beginObject().key("attempts").beginArray();
               for (const Attempt &attempt : tables.deliveries().attempts(attemptsId(*delivery)))
                   writeAttempt(writer, attempt, mayRead);
               writer.endArray().endObject();
               return json;
           });
}

std::function<void(const Result<void> &)> accepted(ApiContext &context, const CallPtr &call,
                                                   std::string action)
{
    return [&context, call, action = std::move(action)](const Result<void> &done) {
        if (!done) {
            call->fail(done.error());
            return;
        }
        context.noteAct(call, {.action = action, .object = call->argument(0)},
                        [call] { call->reply(202, "{}"); });
    };
}

// Whoever edits a body must have been able to read it.
void resendAllowed(ApiContext &context, const CallPtr &call, std::string body)
{
    context.webhookControl.resend(
        call->argument(0), std::move(body), [&context, call](const Result<std::string> &id) {
            if (!id) {
                call->fail(id.error());
                return;
            }
            std::string json;
            JsonWriter(json).beginObject().member("id", *id).endObject();
            context.noteAct(
                call, {.action = "delivery.resent", .object = call->argument(0), .after = json},
                [call, json] { call->reply(201, json); });
        });
}

void resend(ApiContext &context, const CallPtr &call)
{
    const auto json = call->json();
    if (!json) {
        call->fail(json.error());
        return;
    }
    JsonReader reader(*json);
    std::string body = reader.string("body");
    if (body.empty())
        reader.fail("body", "must not be empty");
    if (const auto ok = reader.finish(); !ok) {
        call->fail(ok.error());
        return;
    }
    context.store.read([&context, call, body = std::move(body)](Tables &tables) mutable {
        const auto delivery = tables.deliveries().find(call->argument(0));
        Result<void> may;
        if (!delivery)
            may = noSuchDelivery();
        else if (!call->token()->allows(Right::History, delivery->key))
            may = Error{ErrorCode::PermissionDenied, "the token does not allow to read this topic"};
        const bool publishes = delivery && call->token()->allows(Right::Publish, delivery->key);
        const std::string webhookId = delivery ? delivery->webhookId : std::string();
        context.loop.post(
            [&context, call, body = std::move(body), may, publishes, webhookId]() mutable {
                const Webhook *webhook = context.webhooks.find(webhookId);
                if (may && webhook && webhook->callsFunction() && !publishes)
                    may = Error{ErrorCode::PermissionDenied,
                                "who has a function called must be able to publish to its topic"};
                may ? resendAllowed(context, call, std::move(body)) : call->fail(may.error());
            });
    });
}

void forgetResponse(ApiContext &context, const CallPtr &call)
{
    const auto number = wholeNumber(call->argument(1));
    if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
        call->fail({ErrorCode::InvalidArgument, "an attempt has a number"});
        return;
    }
    std::string object = call->argument(0) + '/' + call->argument(1);
    context.act(
        call, {.action = "attempt.response_forgotten", .object = std::move(object)},
        [call, number = static_cast<std::uint32_t>(*number)](Tables &tables) -> Result<void> {
            const auto delivery = tables.deliveries().find(call->argument(0));
            if (!delivery) // those of a batch stand with its leader
                return noSuchDelivery();
            const auto done = tables.deliveries().forgetResponse(attemptsId(*delivery), number);
            if (!done)
                return done.error();
            return *done ? Result<void>() : Error{ErrorCode::NotFound, "no such attempt"};
        },
        [call](const Result<void> &done) { call->replyEmptyOr(done); });
}

} // namespace

void addDeliveryRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/deliveries", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { listDeliveries(context, call); });
    router.add("GET", "/v1/deliveries/*", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { showDelivery(context, call); });
    router.add("GET", "/v1/deliveries/*/attempts", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { attempts(context, call); });
    router.add("POST", "/v1/deliveries/*/retry", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) {
                   context.webhookControl.retryNow(call->argument(0),
                                                   accepted(context, call, "delivery.retried"));
               });
    router.add("POST", "/v1/deliveries/*/cancel", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) {
                   context.webhookControl.cancel(call->argument(0),
                                                 accepted(context, call, "delivery.cancelled"));
               });
    router.add(
        "POST", "/v1/deliveries/*/resend", Access::write(AdminArea::Webhooks),
        [&context](const CallPtr &call) { resend(context, call); }, allowResentBody);
    router.add("DELETE", "/v1/deliveries/*/attempts/*/response", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { forgetResponse(context, call); });
}

} // namespace parley
