#include "server/api/webhook_calls.h"

#include <algorithm>
#include <utility>

#include "server/api/resource_json.h"

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

bool mayRead(const TokenEntry &token, const Webhook &webhook)
{
    if (webhook.match == TopicMatch::Name)
        return token.allows(Right::Subscribe, webhook.key);
    const Scope &scope = token.token().scope;
    const Grant wanted{
        Role::Subscribe, webhook.key.nameSpace, {TopicSelector::Kind::Prefix, webhook.prefix}};
    return scope.admin
        || std::any_of(scope.grants.begin(), scope.grants.end(),
                       [&](const Grant &grant) { return grant.covers(Right::Subscribe, wanted); });
}

} // namespace parley
