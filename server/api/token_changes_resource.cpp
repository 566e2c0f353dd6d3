#include "server/api/api.h"

#include "server/api/entrance.h"
#include "server/api/token_json.h"
#include "server/auth/delegation.h"
#include "server/auth/token_origin.h"
#include "server/protocol/bearer.h"
#include "server/protocol/json_reader.h"

// Another secret for a key: rotation by whoever administers tokens, refresh by the key's holder.
namespace parley {
namespace {

using Changed = std::shared_ptr<const IssuedToken>;

// The old secret ends its overlap only once the new one is on the disk.
void storeChange(ApiContext &context, const CallPtr &call, std::string action,
                 const Changed &changed)
{
    const TokenJson json(context);
    const auto before = context.tokens.describe(changed->token.id);
    context.act(
        call,
        {.action = std::move(action),
         .object = changed->token.id,
         .before = before ? json.text(*before) : std::string(),
         .after = json.text(changed->token)},
        [changed](Tables &tables) {
            return tables.tokens().setSecrets(changed->token, changed->digest);
        },
        [&context, call, changed](const Result<void> &stored) {
            if (!stored) {
                context.tokens.dropChange(changed->token.id);
                call->fail(stored.error());
                return;
            }
            context.tokens.replace(*changed);
            call->reply(200, TokenJson(context).text(*changed));
        });
}

Result<std::chrono::seconds> overlapOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    constexpr std::uint64_t kLongest
        = std::chrono::duration_cast<std::chrono::seconds>(TokenRegistry::kMaxOverlap).count();
    const std::chrono::seconds overlap(in.wholeNumber("overlapSeconds", 0, kLongest));
    if (auto ok = in.finish(); !ok)
        return ok.error();
    return overlap;
}

// Whoever is told the new secret holds the token: so this is issuing it once more.
void rotate(ApiContext &context, const CallPtr &call)
{
    const auto overlap = overlapOf(*call);
    if (!overlap) {
        call->fail(overlap.error());
        return;
    }
    const auto token = context.tokens.describe(call->argument(0));
    if (!token) {
        call->fail({ErrorCode::NotFound, "no such token"});
        return;
    }
    if (auto ok = checkDelegation(call->token()->token(), *token); !ok) {
        call->fail(ok.error());
        return;
    }
    auto changed = context.tokens.makeRotation(token->id, *overlap);
    if (changed)
        storeChange(context, call, "token.rotated",
                    std::make_shared<const IssuedToken>(std::move(*changed)));
    else
        call->fail(changed.error());
}

void refresh(ApiContext &context, const CallPtr &call)
{
    const auto secret = bearerSecret(call->request());
    if (!secret || !*secret) {
        call->fail(secret ? Error{ErrorCode::Unauthenticated,
                                  "the header Authorization: Bearer is missing"}
                          : secret.error());
        return;
    }
    auto changed = context.tokens.makeRefresh(**secret);
    if (!changed) {
        const bool isWrong = changed.error().code == ErrorCode::Unauthenticated;
        call->fail(isWrong ? context.refusals.wrongToken(
                       call->action(), call->exchange().peerAddress(), changed.error())
                           : changed.error());
        return;
    }
    if (auto ok = checkTokenOrigin(changed->token, originOf(call->request())); !ok) {
        context.tokens.dropChange(changed->token.id);
        context.refusals.denied(call->action(), changed->token.id, call->exchange().peerAddress(),
                                {}, ok.error().code);
        call->fail(ok.error());
        return;
    }
    call->identify(context.tokens.find(changed->token.id));
    storeChange(context, call, "token.refreshed",
                std::make_shared<const IssuedToken>(std::move(*changed)));
}

} // namespace

void addTokenChangeRoutes(Router &router, ApiContext &context)
{
    router.add(
        "POST", "/v1/tokens/refresh", Access::refresh(),
        [&context](const CallPtr &call) { refresh(context, call); }, Router::allowNoBody);
    router.add("POST", "/v1/tokens/*/rotate", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { rotate(context, call); });
}

} // namespace parley
