#include "server/api/api.h"

#include "server/api/resource_json.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

// A topic without a namespace is one of the default namespace.
Result<void> readTopicFilter(const HttpRequest &request, DeliveryFilter &filter)
{
    const std::string *topicText = request.parameter("topic");
    const std::string *nameText = request.parameter("namespace");
    if (topicText) {
        auto topic = TopicName::parse(*topicText);
        if (!topic)
            return topic.error();
        filter.topic = std::move(*topic);
        filter.nameSpace = NamespaceName::standard();
    }
    if (nameText) {
        auto nameSpace = NamespaceName::parse(*nameText);
        if (!nameSpace)
            return nameSpace.error();
        filter.nameSpace = std::move(*nameSpace);
    }
    return {};
}

Result<DeliveryFilter> filterOf(const ApiCall &call)
{
    const HttpRequest &request = call.request();
    if (auto ok
        = call.allowParameters({"webhook", "state", "namespace", "topic", "limit", "before"});
        !ok)
        return ok.error();
    DeliveryFilter filter;
    if (const std::string *webhook = request.parameter("webhook"))
        filter.webhookId = *webhook;
    if (const std::string *before = request.parameter("before"))
        filter.before = *before;
    if (const std::string *state = request.parameter("state")) {
        const auto parsed = deliveryStateFrom(*state);
        if (!parsed)
            return parsed.error();
        filter.state = *parsed;
    }
    if (const std::string *limit = request.parameter("limit")) {
        const auto count = wholeNumber(*limit);
        if (!count || *count < 1 || *count > 500)
            return Error{ErrorCode::InvalidArgument, "limit must be 1 to 500"};
        filter.limit = static_cast<int>(*count);
    }
    if (auto ok = readTopicFilter(request, filter); !ok)
        return ok.error();
    return filter;
}

std::string listJson(const std::vector<Delivery> &deliveries, int limit)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("deliveries").beginArray();
    for (const Delivery &delivery : deliveries)
        writeDelivery(writer, delivery, false);
    writer.endArray().key("next");
    if (static_cast<int>(deliveries.size()) == limit)
        writer.string(deliveries.back().id);
    else
        writer.null();
    writer.endObject();
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

void list(ApiContext &context, const CallPtr &call)
{
    const auto filter = filterOf(*call);
    if (!filter) {
        call->fail(filter.error());
        return;
    }
    answer(context, call, [filter = *filter](Tables &tables) -> Result<std::string> {
        return listJson(tables.deliveries().list(filter), filter.limit);
    });
}

Error noSuchDelivery()
{
    return {ErrorCode::NotFound, "no such delivery"};
}

void show(ApiContext &context, const CallPtr &call)
{
    answer(context, call,
           [id = call->argument(0), token = call->token()](Tables &tables) -> Result<std::string> {
               const auto delivery = tables.deliveries().find(id);
               if (!delivery)
                   return noSuchDelivery();
               std::string json;
               JsonWriter writer(json);
               const bool mayRead = token->allows(Right::History, delivery->key);
               writeDelivery(writer, *delivery, mayRead); // the body is a message of the topic
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
               for (const Attempt &attempt : tables.deliveries().attempts(id))
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

} // namespace

void addDeliveryRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/deliveries", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { list(context, call); });
    router.add("GET", "/v1/deliveries/*", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { show(context, call); });
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
}

} // namespace parley
