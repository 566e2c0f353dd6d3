#include "server/api/api.h"

#include <algorithm>

#include "server/api/resource_json.h"
#include "server/base/ulid.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/safe_text.h"

namespace parley {
namespace {

constexpr std::string_view kCannotSign
    = "the webhook cannot be active: its signing secret does not open, see stateReason";

std::string webhookJson(const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writeWebhook(writer, webhook);
    return json;
}

// Names one webhook of the path; answers the call itself when there is none.
const Webhook *findOrFail(const ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = context.webhooks.find(call->argument(0));
    if (!webhook)
        call->fail({ErrorCode::NotFound, "no such webhook"});
    return webhook;
}

// Members that a new webhook and a change have in common. What is absent stays as it is.
Result<void> readSettings(JsonReader &in, Webhook &webhook)
{
    if (auto name = in.optionalString("name"))
        webhook.name = std::move(*name);
    if (auto url = in.optionalString("url"))
        webhook.url = std::move(*url);
    const auto format = in.optionalString("format");
    const auto schedule = in.optionalString("schedule");
    const auto level = in.optionalString("level");
    if (format) {
        const auto parsed = bodyFormatFrom(*format);
        if (!parsed)
            return parsed.error();
        webhook.format = *parsed;
    }
    if (schedule) {
        const auto parsed = scheduleNameFrom(*schedule);
        if (!parsed)
            return parsed.error();
        webhook.schedule = *parsed;
    }
    if (level) {
        const auto parsed = addressLevelFrom(*level);
        if (!parsed)
            return parsed.error();
        webhook.level = *parsed;
    }
    return {};
}

Result<void> check(const ApiContext &context, const Webhook &webhook)
{
    if (webhook.name.size() > Webhook::kMaxNameBytes)
        return Error{ErrorCode::InvalidArgument, "name must have at most 128 bytes"};
    if (!webhook.callsFunction())
        return context.webhookControl.checkUrl(webhook.url, webhook.level);
    const auto names = context.functionControl.functionNames();
    if (std::find(names.begin(), names.end(), webhook.functionName()) == names.end())
        return Error{ErrorCode::InvalidArgument,
                     "there is no function " + quoted(webhook.functionName())};
    return {};
}

Result<Webhook> newWebhook(const ApiContext &context, const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    const auto nameSpace = NamespaceName::parse(in.optionalString("namespace").value_or("default"));
    const auto topic = TopicName::parse(in.string("topic"));
    if (!nameSpace)
        return nameSpace.error();
    if (!topic)
        return topic.error();
    Webhook webhook{.key = {*nameSpace, *topic}};
    if (const JsonValue *url = body->find("url");
        url && url->string() && url->string()->starts_with("function:"))
        webhook.schedule = ScheduleName::Chat; // a function here answers at once or not at all
    if (auto ok = readSettings(in, webhook); !ok)
        return ok.error();
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (auto ok = check(context, webhook); !ok)
        return ok.error();
    if (!context.topics.find(webhook.key))
        return Error{ErrorCode::NotFound, "topic \"" + topic->text() + "\" does not exist"};
    if (context.webhooks.isFull())
        return Error{ErrorCode::LimitExceeded, "the broker has its 1,000 webhooks"};
    webhook.createdAt = context.clock.utc();
    webhook.id = "whk_" + makeUlid(webhook.createdAt, context.random);
    context.webhookControl.makeSecrets(webhook);
    return webhook;
}

void list(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("webhooks").beginArray();
    for (const auto &[id, webhook] : context.webhooks.all())
        writeWebhook(writer, webhook);
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

void show(const ApiContext &context, const CallPtr &call)
{
    if (const Webhook *webhook = findOrFail(context, call))
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
        .member("secret", webhook.secret)
        .member("momentoSecret", webhook.momentoSecret)
        .endObject();
    return json;
}

// As the audit keeps it: addresses are often secrets from the '?' on, and the audit is not for who
// may see webhooks alone.
std::string notedJson(Webhook webhook)
{
    webhook.url.erase(std::min(webhook.url.find('?'), webhook.url.size()));
    return webhookJson(webhook);
}

// A webhook carries what is published to wherever its maker says.
Result<void> checkReads(const ApiCall &call, const Webhook &webhook)
{
    if (call.token()->allows(Right::Subscribe, webhook.key))
        return {};
    return Error{ErrorCode::PermissionDenied,
                 "who makes or changes a webhook must be able to subscribe to its topic"};
}

void create(ApiContext &context, const CallPtr &call)
{
    const auto webhook = newWebhook(context, *call);
    if (!webhook) {
        call->fail(webhook.error());
        return;
    }
    if (auto ok = checkReads(*call, *webhook); !ok) {
        call->fail(ok.error());
        return;
    }
    // Where it begins is stored with it: a message that is published before the first delivery was
    // stored would otherwise be skipped by a crash in between.
    const auto log = context.topics.find(webhook->key);
    const Position begin = log ? log->visiblePosition() : Position{};
    const std::string shown = webhookJson(*webhook);
    context.act(
        call, {.action = "webhook.created", .object = webhook->id, .after = notedJson(*webhook)},
        [webhook = *webhook, begin](Tables &tables) -> Result<void> {
            if (auto ok = tables.webhooks().put(webhook); !ok)
                return ok;
            return tables.webhooks().setFeedPosition(webhook.id, begin);
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

// A webhook whose secrets do not open has none; see WebhookTable::all().
bool canSign(const Webhook &webhook)
{
    return !webhook.secret.empty() || webhook.callsFunction();
}

Result<Webhook> changedWebhook(const ApiContext &context, const ApiCall &call, Webhook webhook)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    const auto state = in.optionalString("state");
    if (auto ok = readSettings(in, webhook); !ok)
        return ok.error();
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
    if (auto ok = check(context, webhook); !ok)
        return ok.error();
    if (webhook.state == WebhookState::Active && !canSign(webhook))
        return Error{ErrorCode::FailedPrecondition, std::string(kCannotSign)};
    return webhook;
}

void change(ApiContext &context, const CallPtr &call)
{
    const Webhook *before = findOrFail(context, call);
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
    context.act(
        call,
        {.action = "webhook.changed",
         .object = webhook->id,
         .before = notedJson(*before),
         .after = notedJson(*webhook)},
        [webhook = *webhook, setsState](Tables &tables) {
            return tables.webhooks().change(webhook, setsState);
        },
        [&context, call, webhook = *webhook, setsState](const Result<void> &stored) mutable {
            const Webhook *now = context.webhooks.find(webhook.id);
            if (!stored || !now) { // deleted while the store wrote
                call->fail(stored ? Error{ErrorCode::NotFound, "no such webhook"} : stored.error());
                return;
            }
            if (!setsState) { // its endpoint may have had it disabled meanwhile
                webhook.state = now->state;
                webhook.stateReason = now->stateReason;
            }
            context.webhooks.put(webhook);
            context.webhookControl.put(webhook);
            call->reply(200, webhookJson(webhook));
        });
}

void remove(ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findOrFail(context, call);
    if (!webhook)
        return;
    const std::string &id = call->argument(0);
    const std::string before = notedJson(*webhook);
    context.webhooks.remove(id);
    context.webhookControl.remove(id);
    context.act(
        call, {.action = "webhook.deleted", .object = id, .before = before},
        [id](Tables &tables) { return tables.webhooks().remove(id); },
        [call](const Result<void> &stored) { call->replyEmptyOr(stored); });
}

void sendTest(ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findOrFail(context, call);
    if (!webhook)
        return;
    if (!canSign(*webhook)) {
        call->fail({ErrorCode::FailedPrecondition, std::string(kCannotSign)});
        return;
    }
    std::string text = "A test message from Parley";
    if (!call->request().body.empty()) {
        const auto body = call->json();
        if (!body) {
            call->fail(body.error());
            return;
        }
        JsonReader in(*body);
        text = in.optionalString("text").value_or(text);
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
    context.webhookControl.sendTest(call->argument(0), text, sent);
}

} // namespace

void addWebhookRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/webhooks", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { list(context, call); });
    router.add("POST", "/v1/webhooks", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { create(context, call); });
    router.add("GET", "/v1/webhooks/*", Access::read(AdminArea::Webhooks),
               [&context](const CallPtr &call) { show(context, call); });
    router.add("PATCH", "/v1/webhooks/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { change(context, call); });
    router.add("DELETE", "/v1/webhooks/*", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { remove(context, call); });
    router.add("POST", "/v1/webhooks/*/test", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { sendTest(context, call); });
}

} // namespace parley
