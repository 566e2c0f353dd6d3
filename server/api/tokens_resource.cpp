#include "server/api/api.h"

#include "server/api/issue_token.h"
#include "server/api/token_json.h"
#include "server/api/token_request_json.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

Result<TokenQuery> tokenQueryOf(const ApiCall &call)
{
    if (auto ok = call.allowParameters(
            {"before", "limit", "state", "kind", "issuer", "template", "room", "text"});
        !ok)
        return ok.error();
    const HttpRequest &http = call.request();
    TokenQuery query;
    const std::pair<std::string_view, std::string &> texts[] = {{"before", query.before},
                                                                {"issuer", query.issuer},
                                                                {"template", query.templateName},
                                                                {"room", query.room},
                                                                {"text", query.text}};
    for (const auto &[name, text] : texts)
        if (const std::string *value = http.parameter(name))
            text = *value;
    if (const std::string *value = http.parameter("state")) {
        const auto state = tokenStateFrom(*value);
        if (!state)
            return state.error();
        query.state = *state;
    }
    if (const std::string *value = http.parameter("kind")) {
        const auto kind = tokenKindFrom(*value);
        if (!kind)
            return kind.error();
        query.kind = *kind;
    }
    if (const std::string *limit = http.parameter("limit")) {
        const auto count = wholeNumber(*limit);
        if (!count || *count < 1 || *count > TokenQuery::kMaxTokens)
            return Error{ErrorCode::InvalidArgument, "limit must be 1 to 1000"};
        query.limit = *count;
    }
    return query;
}

void listTokens(const ApiContext &context, const CallPtr &call)
{
    const auto query = tokenQueryOf(*call);
    if (!query) {
        call->fail(query.error());
        return;
    }
    const TokenPage page = context.tokens.page(*query);
    const TokenJson tokenJson(context);
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("tokens").beginArray();
    for (const Token &token : page.tokens)
        tokenJson.write(writer, token);
    writer.endArray().member("next", page.next).endObject();
    call->reply(200, std::move(json));
}

void showToken(const ApiContext &context, const CallPtr &call)
{
    const auto token = context.tokens.describe(call->argument(0));
    if (token)
        call->reply(200, TokenJson(context).text(*token));
    else
        call->fail({ErrorCode::NotFound, "no such token"});
}

void issue(ApiContext &context, const CallPtr &call)
{
    const auto body = call->json();
    const auto request = body ? tokenRequestFrom(*body, "") : body.error();
    if (request)
        issueToken(context, call, *request);
    else
        call->fail(request.error());
}

Result<std::vector<TokenRequest>> requestsOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    const auto batch = batchFrom(*body);
    if (!batch)
        return batch.error();
    std::vector<TokenRequest> requests;
    requests.reserve(batch->size());
    for (const JsonValue &value : *batch) {
        auto request = tokenRequestFrom(value, whereInBatch(requests.size()));
        if (!request)
            return request.error();
        requests.push_back(std::move(*request));
    }
    return requests;
}

void issueBatch(ApiContext &context, const CallPtr &call)
{
    auto requests = requestsOf(*call);
    if (requests)
        issueTokens(context, call, std::move(*requests));
    else
        call->fail(requests.error());
}

} // namespace

void addTokenRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/tokens", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { listTokens(context, call); });
    router.add("POST", "/v1/tokens", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { issue(context, call); });
    router.add("POST", "/v1/tokens/batch", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { issueBatch(context, call); });
    router.add("GET", "/v1/tokens/*", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { showToken(context, call); });
    addTokenEndRoutes(router, context);
    addTokenChangeRoutes(router, context);
}

} // namespace parley
