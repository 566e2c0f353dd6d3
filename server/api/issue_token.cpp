#include "server/api/issue_token.h"

#include "server/api/resource_json.h"

namespace parley {
namespace {

std::string tokenJson(const Token &token, UtcTime now)
{
    std::string json;
    JsonWriter writer(json);
    writeToken(writer, token, now);
    return json;
}

// Ended ones make room. \return whether there were any.
bool forgetEndedTokens(ApiContext &context)
{
    const auto ids = context.tokens.forgetEnded();
    if (ids.empty())
        return false;
    context.write(
        [ids](Tables &tables) -> Result<void> {
            for (const std::string &id : ids)
                if (auto ok = tables.tokens().remove(id); !ok)
                    return ok;
            return {};
        },
        [](const Result<void> &) {}); // what stays in the store is forgotten at the next start
    return true;
}

} // namespace

void issueToken(ApiContext &context, const CallPtr &call, const TokenRequest &request)
{
    auto made = context.tokens.make(request);
    if (!made && made.error().code == ErrorCode::LimitExceeded && forgetEndedTokens(context))
        made = context.tokens.make(request);
    if (!made) {
        call->fail(made.error());
        return;
    }
    const std::string token = tokenJson(made->token, context.clock.utc());
    context.act(
        call, {.action = "token.issued", .object = made->token.id, .after = token},
        [token = made->token, digest = made->digest](Tables &tables) {
            return tables.tokens().put(token, digest);
        },
        [&context, call, issued = *made, token](const Result<void> &stored) {
            if (!stored) {
                call->fail(stored.error());
                return;
            }
            context.tokens.add(issued.token, issued.digest);
            std::string json;
            JsonWriter writer(json);
            writer.beginObject()
                .key("token")
                .raw(token)
                .member("secret", issued.secret)
                .endObject();
            call->reply(201, std::move(json));
        });
}

} // namespace parley
