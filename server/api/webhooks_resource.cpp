#include "server/api/api.h"

#include <algorithm>

#include "server/api/resource_json.h"
#include "server/api/webhook_calls.h"
#include "server/base/ulid.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/safe_text.h"
#include "server/protocol/webhook_json.h"

namespace parley {
namespace {

constexpr std::string_view kCannotSign
    = "the webhook cannot be active: its signing secret does not open, see stateReason";

Result<void> check(const ApiContext &context, const Webhook &webhook)
{
    if (webhook.name.size() > Webhook::kMaxNameBytes)
        return Error{ErrorCode::InvalidArgument, "name must have at most 128 bytes"};
    if (!webhook.callsFunction())
        return context.webhookControl.check(webhook);
    const auto names = context.functionControl.functionNames();
    if (std::find(names.begin(), names.end(), webhook.functionName()) == names.end())
        return Error{ErrorCode::InvalidArgument,
                     "there is no function " + quoted(webhook.functionName())};
    return context.webhookControl.check(webhook);
}

// Whether requests carry an Ed25519 signature too; its key is made here.
void takeEd25519(const ApiContext &context, JsonReader &in, WebhookCredentials &credentials)
{
    const auto wanted = in.optionalBoolean("ed25519");
    if (!wanted || *wanted != credentials.ed25519Key.empty())
        return;
    credentials.ed25519Key = *wanted ? context.webhookControl.makeEd25519Key() : std::string();
}

Result<void> readTopic(JsonReader &in, Webhook &webhook)
{
    const auto nameSpace = NamespaceName::parse(in.optionalString("namespace").value_or("default"));
    const auto match = topicMatchFrom(in.optionalString("match").value_or("name"));
    const std::string topic = in.string("topic");
    if (!nameSpace)
        return nameSpace.error();
    if (!match)
        return match.error();
    return webhook.setTopic(*nameSpace, topic, *match);
}

// A webhook carries what is published to wherever its maker says.
Result<void> checkReads(const ApiCall &call, const Webhook &webhook)
{
    if (mayRead(*call.token(), webhook))
        return {};
    return Error{ErrorCode::PermissionDenied,
                 "who makes or changes a webhook must be able to subscribe to its topics"};
}

// What a webhook of the nearer levels calls has no guard of its own, mostly: that is for the person
// who runs the broker to open.
Result<void> checkLevel(const ApiCall &call, const Webhook *before, const Webhook &webhook)
{
    const bool isAsBefore = before && before->level == webhook.level && before->url == webhook.url;
    if (webhook.level == AddressLevel::Public || isAsBefore || call.token()->token().scope.admin)
        return {};
    return Error{ErrorCode::PermissionDenied,
                 "only the owner of the broker has a webhook call addresses of level "
                     + std::string(wireName(webhook.level))};
}

Result<Webhook> newWebhook(const ApiContext &context, const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    Webhook webhook{.key = {NamespaceName::standard(), *TopicName::parse("t")}};
    if (auto ok = readTopic(in, webhook); !ok)
        return ok.error();
    if (const JsonValue *url = body->find("url");
        url && url->string() && url->string()->starts_with(Webhook::kFunctionScheme))
        webhook.settings.schedule = ScheduleName::Chat; // it answers at once or not at all
    context.webhookControl.makeSecrets(webhook);
    if (auto ok = readWebhookSettings(in, webhook); !ok)
        return ok.error();
    takeEd25519(context, in, webhook.credentials);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    for (auto ok :
         {checkReads(call, webhook), checkLevel(call, nullptr, webhook), check(context, webhook)})
        if (!ok)
            return ok.error();
    if (webhook.match == TopicMatch::Name && !context.topics.find(webhook.key))
        return Error{ErrorCode::NotFound, "topic \"" + webhook.topicText() + "\" does not exist"};
    if (context.webhooks.isFull())
        return Error{ErrorCode::LimitExceeded, "the broker has its 1,000 webhooks"};
    webhook.createdAt = context.clock.utc();
    webhook.credentials.secretSince = webhook.createdAt;
    webhook.id = "whk_" + makeUlid(webhook.createdAt, context.random);
    return webhook;
}

void listWebhooks(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("webhooks").beginArray();
    for (const auto &[id, webhook] : context.webhooks.all())
        writeWebhook(writer, webhook);
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

void showWebhook(const ApiContext &context, const CallPtr &call)
{
    if (const Webhook *webhook = findWebhook(context, call))
        call->reply(200, webhookJson(*webhook));
}

// The one answer that holds the secrets.
std::string createdJson(const std::string &shown, const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .key("webhook")
        .raw(shown)
        .member("secret", webhook.credentials.secret)
        .member("momentoSecret", webhook.credentials.momentoSecret)
        .endObject();
    return json;
}

// Where it begins is stored with it: a message that is published before the first delivery was
// stored would otherwise be skipped by a crash in between. Topics that come later begin at their
// beginning.
std::vector<FeedPosition> beginnings(const ApiContext &context, const Webhook &webhook)
{
    std::vector<FeedPosition> feeds;
    for (const auto &log : context.topics.all())
        if (webhook.matches(log->key()))
            feeds.push_back({webhook.id, log->key(), log->visiblePosition()});
    return feeds;
}

Result<void> storeNew(Tables &tables, const Webhook &webhook,
                      const std::vector<FeedPosition> &feeds)
{
    for (const FeedPosition &feed : feeds)
        if (auto ok = tables.feeds().put(feed); !ok)
            return ok;
    return tables.webhooks().put(webhook);
}

void createWebhook(ApiContext &context, const CallPtr &call)
{
    const auto webhook = newWebhook(context, *call);
    if (!webhook) {
        call->fail(webhook.error());
        return;
    }
    const std::string shown = webhookJson(*webhook);
    context.act(
        call, {.action = "webhook.created", .object = webhook->id, .after = notedJson(*webhook)},
        [webhook = *webhook, feeds = beginnings(context, *webhook)](Tables &tables) {
            return storeNew(tables, webhook, feeds);
        },
        [&context, call, webhook = *webhook, shown](const Result<void> &stored) {
            if (!stored) {
                call->fail(stored.error());
                return;
            }
            context.webhooks.put(webhook);
            context.webhookControl.put(webhook);
            call->reply(201, createdJson(shown, webhook));
        });
}

Result<Webhook> changedWebhook(const ApiContext &context, const ApiCall &call,
                               const Webhook &before)
{
    Webhook webhook = before;
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    const auto state = in.optionalString("state");
    if (auto ok = readWebhookSettings(in, webhook); !ok)
        return ok.error();
    takeEd25519(context, in, webhook.credentials);
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (state) {
        const auto parsed = webhookStateFrom(*state);
        if (!parsed || *parsed == WebhookState::Disabled)
            return Error{ErrorCode::InvalidArgument, "state must be active or paused"};
        webhook.state = *parsed;
        if (canSign(webhook))
            webhook.stateReason.clear(); // else it says why not, until it can
    }
    for (auto ok : {checkLevel(call, &before, webhook), checkKeptSecrets(*body, before, webhook),
                    check(context, webhook)})
        if (!ok)
            return ok.error();
    if (webhook.state == WebhookState::Active && !canSign(webhook))
        return Error{ErrorCode::FailedPrecondition, std::string(kCannotSign)};
    return webhook;
}

void change(ApiContext &context, const CallPtr &call)
{
    const Webhook *before = findWebhook(context, call);
    if (!before)
        return;
    if (auto ok = checkReads(*call, *before); !ok) {
        call->fail(ok.error());
        return;
    }
    const auto webhook = changedWebhook(context, *call, *before);
    if (!webhook) {
        call->fail(webhook.error());
        return;
    }
    const bool setsState = call->json()->find("state") != nullptr;
    storeChange(context, call,
                {.action = "webhook.changed",
                 .object = webhook->id,
                 .before = notedJson(*before),
                 .after = notedJson(*webhook)},
                *webhook, setsState, webhookJson);
}

// It stays until the store has let go of it: else it would come back after a restart.
void removeWebhook(ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findWebhook(context, call);
    if (!webhook)
        return;
    const std::string &id = call->argument(0);
    context.act(
        call, {.action = "webhook.deleted", .object = id, .before = notedJson(*webhook)},
        [id](Tables &tables) { return tables.removeWebhook(id); },
        [&context, call, id](const Result<void> &stored) {
            if (stored) {
                context.webhooks.remove(id);
                context.webhookControl.remove(id);
            }
            call->replyEmptyOr(stored);
        });
}

// A text of the caller's choice goes out signed, and its answer comes back.
Result<void> checkTests(const ApiCall &call, const Webhook &webhook)
{
    if (!mayRead(*call.token(), webhook))
        return Error{ErrorCode::PermissionDenied,
                     "who tests a webhook must be able to subscribe to its topics"};
    if (webhook.callsFunction() && !mayPublish(*call.token(), webhook))
        return Error{ErrorCode::PermissionDenied,
                     "who has a function called must be able to publish to its topics"};
    return {};
}

void sendTest(ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findWebhook(context, call);
    if (!webhook)
        return;
    if (auto ok = checkTests(*call, *webhook); !ok)
        return call->fail(ok.error());
    if (!canSign(*webhook)) {
        call->fail({ErrorCode::FailedPrecondition, std::string(kCannotSign)});
        return;
    }
    std::string payload = "A test message from Parley";
    if (!call->request().body.empty()) {
        const auto body = call->json();
        if (!body) {
            call->fail(body.error());
            return;
        }
        JsonReader in(*body);
        payload = in.optionalString("payload").value_or(payload);
        payload = in.optionalString("text").value_or(payload);
        if (auto ok = in.finish(); !ok) {
            call->fail(ok.error());
            return;
        }
    }
    const auto sent = [&context, call](const Result<Attempt> &attempt) {
        if (!attempt) {
            call->fail(attempt.error());
            return;
        }
        std::string json;
        JsonWriter writer(json);
        writer.beginObject().key("attempt");
        writeAttempt(writer, *attempt, true);
        writer.endObject();
        context.noteAct(call, {.action = "webhook.tested", .object = call->argument(0)},
                        [call, json = std::move(json)] { call->reply(200, json); });
    };
    context.webhookControl.sendTest(call->argument(0), payload, sent);
}

} // namespace

void addWebhookRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/webhooks", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { listWebhooks(context, call); });
    router.add("POST", "/v1/webhooks", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { createWebhook(context, call); });
    router.add("GET", "/v1/webhooks/*", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { showWebhook(context, call); });
    router.add("PATCH", "/v1/webhooks/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { change(context, call); });
    router.add("DELETE", "/v1/webhooks/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { removeWebhook(context, call); });
    router.add("POST", "/v1/webhooks/*/test", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { sendTest(context, call); });
}

} // namespace parley
