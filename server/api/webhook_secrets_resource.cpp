#include "server/api/api.h"

#include <algorithm>

#include "server/api/resource_json.h"
#include "server/api/webhook_calls.h"
#include "server/protocol/json_reader.h"

namespace parley {
namespace {

using std::chrono::seconds;

constexpr seconds kUsualOverlap{24 * 3600}; // a day for those who run receivers to follow
constexpr seconds kMaxOverlap{7 * 24 * 3600};

void dropEnded(WebhookCredentials &credentials, UtcTime now)
{
    std::erase_if(credentials.olderSecrets,
                  [now](const OldSecret &old) { return old.validUntil <= now; });
}

// Which secret is replaced, and by what.
struct Rotation {
    bool isMomento = false; // one value only: it cuts over at once
    seconds overlap = kUsualOverlap;
};

Result<Rotation> rotationOf(const ApiCall &call)
{
    Rotation rotation;
    if (call.request().body.empty())
        return rotation;
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    const auto which = in.optionalString("which").value_or("standard");
    const auto overlap = in.optionalInteger("overlapSeconds", 0, kMaxOverlap.count());
    if (which != "standard" && which != "momento")
        in.fail("which", "must be standard or momento");
    if (which == "momento" && overlap)
        in.fail("overlapSeconds", "is of the standard secret: momento has one value only");
    if (auto ok = in.finish(); !ok)
        return ok.error();
    rotation.isMomento = which == "momento";
    rotation.overlap = seconds(overlap.value_or(kUsualOverlap.count()));
    return rotation;
}

Result<void> rotate(const ApiContext &context, const Rotation &rotation, Webhook &webhook)
{
    WebhookCredentials &credentials = webhook.credentials;
    const UtcTime now = context.clock.utc();
    if (rotation.isMomento) {
        credentials.momentoSecret = context.webhookControl.makeMomentoSecret();
        return {};
    }
    dropEnded(credentials, now);
    if (rotation.overlap.count() > 0) {
        if (credentials.olderSecrets.size() + 1 >= WebhookCredentials::kMaxSecrets)
            return Error{ErrorCode::LimitExceeded,
                         "five secrets are live: expire the old ones first"};
        credentials.olderSecrets.insert(
            credentials.olderSecrets.begin(),
            {credentials.secret, credentials.secretSince, now + rotation.overlap});
    }
    credentials.secret = context.webhookControl.makeSecret();
    credentials.secretSince = now;
    return {};
}

const Webhook *webhookToSign(const ApiContext &context, const CallPtr &call)
{
    const Webhook *webhook = findWebhook(context, call);
    if (!webhook)
        return nullptr;
    if (webhook->credentials.secret.empty()) {
        call->fail({ErrorCode::FailedPrecondition,
                    "the webhook's secrets do not open: delete it and make it anew"});
        return nullptr;
    }
    if (mayRead(*call->token(), *webhook))
        return webhook;
    call->fail({ErrorCode::PermissionDenied,
                "who changes a webhook must be able to subscribe to its topics"});
    return nullptr;
}

void rotateSecret(ApiContext &context, const CallPtr &call)
{
    const Webhook *before = webhookToSign(context, call);
    if (!before)
        return;
    const auto rotation = rotationOf(*call);
    if (!rotation) {
        call->fail(rotation.error());
        return;
    }
    Webhook webhook = *before;
    if (auto ok = rotate(context, *rotation, webhook); !ok) {
        call->fail(ok.error());
        return;
    }
    const auto answer = [isMomento = rotation->isMomento](const Webhook &changed) {
        std::string json;
        JsonWriter writer(json);
        writer.beginObject().key("webhook").raw(webhookJson(changed));
        if (isMomento)
            writer.member("momentoSecret", changed.credentials.momentoSecret);
        else
            writer.member("secret", changed.credentials.secret);
        writer.endObject();
        return json;
    };
    storeChange(context, call, {.action = "webhook.rotated", .object = webhook.id}, webhook, false,
                answer);
}

void expireSecrets(ApiContext &context, const CallPtr &call)
{
    const Webhook *before = webhookToSign(context, call);
    if (!before)
        return;
    Webhook webhook = *before;
    webhook.credentials.olderSecrets.clear();
    storeChange(context, call, {.action = "webhook.secrets_expired", .object = webhook.id}, webhook,
                false, webhookJson);
}

} // namespace

void addWebhookSecretRoutes(Router &router, ApiContext &context)
{
    router.add("POST", "/v1/webhooks/*/rotate", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { rotateSecret(context, call); });
    router.add("POST", "/v1/webhooks/*/expire-secrets", Access::write(AdminArea::Webhooks),
               [&context](const CallPtr &call) { expireSecrets(context, call); });
}

} // namespace parley
