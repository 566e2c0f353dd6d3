#include "server/api/api.h"

#include "server/api/issue_token.h"
#include "server/api/resource_json.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/scope_json.h"

namespace parley {
namespace {

Result<TokenRequest> requestOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    TokenRequest request;
    request.label = in.optionalString("label").value_or("");
    request.publisherId = in.optionalString("publisherId").value_or("");
    if (const JsonValue *admin = in.optionalValue("admin"))
        if (auto ok = readAdmin(*admin, request.scope); !ok)
            return ok.error();
    constexpr std::uint64_t kLongest
        = std::chrono::duration_cast<std::chrono::seconds>(TokenRegistry::kMaxLifetime).count();
    if (const auto seconds = in.optionalWholeNumber("validForSeconds", 1, kLongest))
        request.validFor = std::chrono::seconds(*seconds);
    request.publishPerSecond = static_cast<std::uint32_t>(
        in.optionalWholeNumber("publishPerSecond", 0, PublishRate::kMaxPerSecond).value_or(0));
    const JsonValue grants(in.optionalArray("grants"));
    if (auto ok = in.finish(); !ok)
        return ok.error();
    auto parsed = grantsFromJson(grants);
    if (!parsed)
        return parsed.error();
    request.scope.grants = std::move(*parsed);
    return request;
}

void list(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("tokens").beginArray();
    for (const Token &token : context.tokens.all())
        writeToken(writer, token, context.tokens.now());
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

void show(const ApiContext &context, const CallPtr &call)
{
    const auto token = context.tokens.describe(call->argument(0));
    if (!token) {
        call->fail({ErrorCode::NotFound, "no such token"});
        return;
    }
    std::string json;
    JsonWriter writer(json);
    writeToken(writer, *token, context.tokens.now());
    call->reply(200, std::move(json));
}

void issue(ApiContext &context, const CallPtr &call)
{
    const auto request = requestOf(*call);
    if (!request)
        call->fail(request.error());
    else
        issueToken(context, call, *request);
}

void storeRevocation(ApiContext &context, const CallPtr &call, const std::string &id,
                     UtcTime revokedAt)
{
    context.act(
        call, {.action = "token.revoked", .object = id},
        [id, revokedAt](Tables &tables) { return tables.tokens().setRevoked(id, revokedAt); },
        [call](const Result<void> &stored) {
            if (!stored) {
                call->fail({ErrorCode::StorageFailed,
                            "the token is revoked until the broker stops, but that could not be "
                            "stored: "
                                + stored.error().message});
                return;
            }
            call->replyEmpty();
        });
}

// The withdrawal counts at once, also when the store cannot keep it; the answer waits until its
// sessions have ended and it is stored.
void revoke(ApiContext &context, const CallPtr &call)
{
    const auto token = context.tokens.revoke(call->argument(0));
    if (!token) {
        call->fail(token.error());
        return;
    }
    context.endSessionsOf({token->id}, "the token was revoked",
                          [&context, call, id = token->id, revokedAt = *token->revokedAt] {
                              storeRevocation(context, call, id, revokedAt);
                          });
}

} // namespace

void addTokenRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/tokens", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { list(context, call); });
    router.add("POST", "/v1/tokens", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { issue(context, call); });
    router.add("GET", "/v1/tokens/*", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { show(context, call); });
    router.add("DELETE", "/v1/tokens/*", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { revoke(context, call); });
}

} // namespace parley
