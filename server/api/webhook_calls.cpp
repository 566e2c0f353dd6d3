#include "server/api/webhook_calls.h"

#include <algorithm>
#include <utility>

#include "server/api/resource_json.h"
#include "server/protocol/http_fields.h"

namespace parley {

std::string webhookJson(const Webhook &webhook)
{
    std::string json;
    JsonWriter writer(json);
    writeWebhook(writer, webhook);
    return json;
}

std::string notedJson(Webhook webhook)
{
    webhook.url.erase(std::min(webhook.url.find('?'), webhook.url.size()));
    webhook.credentials.tls.authoritiesPem.clear();
    webhook.credentials.tls.certificatePem.clear();
    for (CustomHeader &header : webhook.credentials.headers)
        header.isSecret = true;
    return webhookJson(webhook);
}

const Webhook *findWebhook(const ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = context.webhooks.find(call->argument(0));
    if (!webhook)
        call->fail({ErrorCode::NotFound, "no such webhook"});
    return webhook;
}

bool canSign(const Webhook &webhook)
{
    return !webhook.credentials.secret.empty() || webhook.callsFunction();
}

void storeChange(ApiContext &context, const CallPtr &call, Act act, const Webhook &webhook,
                 bool setsState, std::function<std::string(const Webhook &)> answer)
{
    if (!context.webhooks.beginChange(webhook.id)) {
        call->fail({ErrorCode::Busy, "the webhook is being changed; try again in a moment"});
        return;
    }
    context.act(
        call, std::move(act),
        [webhook, setsState](Tables &tables) {
            return tables.webhooks().change(webhook, setsState);
        },
        [&context, call, changed = Webhook(webhook), setsState,
         answer = std::move(answer)](const Result<void> &stored) mutable {
            context.webhooks.endChange(changed.id);
            const Webhook *now = context.webhooks.find(changed.id);
            if (!stored || !now) { // deleted while the store wrote
                call->fail(stored ? Error{ErrorCode::NotFound, "no such webhook"} : stored.error());
                return;
            }
            if (!setsState) {
                changed.state = now->state;
                changed.stateReason = now->stateReason;
            }
            context.webhooks.put(changed);
            context.webhookControl.put(changed);
            call->reply(200, answer(changed));
        });
}

static bool mayOnAll(const TokenEntry &token, const Webhook &webhook, Right right, Role role)
{
    if (webhook.match == TopicMatch::Name)
        return token.allows(right, webhook.key);
    const Scope &scope = token.token().scope;
    const Grant wanted{role, webhook.key.nameSpace, {TopicSelector::Kind::Prefix, webhook.prefix}};
    return scope.admin
        || std::any_of(scope.grants.begin(), scope.grants.end(),
                       [&](const Grant &grant) { return grant.covers(right, wanted); });
}

bool mayRead(const TokenEntry &token, const Webhook &webhook)
{
    return mayOnAll(token, webhook, Right::Subscribe, Role::Subscribe);
}

bool mayPublish(const TokenEntry &token, const Webhook &webhook)
{
    return mayOnAll(token, webhook, Right::Publish, Role::Publish);
}

// Scheme, host and port as they are written; of what is no address all of it.
static std::string originOf(const std::string &url)
{
    const auto host = url.find("://");
    std::string origin
        = url.substr(0, host == url.npos ? host : url.find_first_of("/?#", host + 3));
    for (char &c : origin)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return origin;
}

static bool isSaid(const JsonValue *member) // in the change, with a value
{
    return member && member->string();
}

static bool saysHeader(const JsonValue &body, const std::string &name)
{
    const JsonValue *headers = body.find("headers");
    if (!headers || !headers->array())
        return false;
    return std::any_of(headers->array()->begin(), headers->array()->end(),
                       [&](const JsonValue &header) {
                           const JsonValue *named = header.find("name");
                           return isSaid(named) && equalIgnoringCase(*named->string(), name)
                               && isSaid(header.find("value"));
                       });
}

Result<void> checkKeptSecrets(const JsonValue &body, const Webhook &before, const Webhook &after)
{
    if (originOf(before.url) == originOf(after.url))
        return {};
    for (const CustomHeader &header : after.credentials.headers)
        if (header.isSecret && !saysHeader(body, header.name))
            return Error{ErrorCode::InvalidArgument,
                         "headers: say the secret value of " + header.name
                             + " again, because the webhook calls another host"};
    const Authentication &authentication = after.credentials.authentication;
    const bool isSent = authentication.kind == AuthenticationKind::Basic
        || authentication.kind == AuthenticationKind::Bearer;
    const JsonValue *said = body.find("authentication");
    if (isSent && !authentication.secret.empty() && !(said && isSaid(said->find("secret"))))
        return Error{
            ErrorCode::InvalidArgument,
            "authentication: say its secret again, because the webhook calls another host"};
    return {};
}

} // namespace parley
