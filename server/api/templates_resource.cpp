#include "server/api/api.h"

#include "server/api/issue_token.h"
#include "server/api/token_request_json.h"
#include "server/protocol/template_json.h"

// Token templates, and the tokens that applications issue from them.
namespace parley {
namespace {

void listTemplates(const ApiContext &context, const CallPtr &call)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().key("templates").beginArray();
    for (const TokenTemplate &one : context.templates.all())
        writeTemplate(writer, one);
    writer.endArray().endObject();
    call->reply(200, std::move(json));
}

// The template that the path names; answers the call itself when there is none.
const TokenTemplate *findTemplateOrFail(const ApiContext &context, const CallPtr &call)
{
    const TokenTemplate *found = context.templates.find(call->argument(0));
    if (!found)
        call->fail({ErrorCode::NotFound, "no such template"});
    return found;
}

void showTemplate(const ApiContext &context, const CallPtr &call)
{
    if (const TokenTemplate *found = findTemplateOrFail(context, call))
        call->reply(200, templateJson(*found));
}

// A wider template would widen every key that may issue from it, whatever whoever changes it holds.
Result<void> checkMayChange(const ApiCall &call)
{
    if (call.token()->token().scope.admin)
        return {};
    return Error{ErrorCode::PermissionDenied, "this needs a token with the admin scope"};
}

Result<TokenTemplate> templateOf(const ApiCall &call)
{
    if (auto ok = checkMayChange(call); !ok)
        return ok.error();
    const auto body = call.json();
    if (!body)
        return body.error();
    auto one = templateFrom(*body);
    if (!one)
        return one;
    if (one->name != call.argument(0))
        return Error{ErrorCode::InvalidArgument, "name must be the one in the path"};
    if (auto ok = checkTemplate(*one); !ok)
        return ok.error();
    return one;
}

void putTemplate(ApiContext &context, const CallPtr &call)
{
    const auto one = templateOf(*call);
    if (!one) {
        call->fail(one.error());
        return;
    }
    const TokenTemplate *before = context.templates.find(one->name);
    if (!before && context.templates.isFull()) {
        call->fail({ErrorCode::LimitExceeded, "the broker has its 256 templates"});
        return;
    }
    context.act(
        call,
        {.action = before ? "template.changed" : "template.created",
         .object = one->name,
         .before = before ? templateJson(*before) : std::string(),
         .after = templateJson(*one)},
        [one = *one](Tables &tables) { return tables.templates().put(one); },
        [&context, call, one = *one, status = before ? 200 : 201](const Result<void> &stored) {
            if (!stored) {
                call->fail(stored.error());
                return;
            }
            context.templates.put(one);
            call->reply(status, templateJson(one));
        });
}

void removeTemplate(ApiContext &context, const CallPtr &call)
{
    if (auto ok = checkMayChange(*call); !ok) {
        call->fail(ok.error());
        return;
    }
    const TokenTemplate *found = findTemplateOrFail(context, call);
    if (!found)
        return;
    context.act(
        call, {.action = "template.deleted", .object = found->name, .before = templateJson(*found)},
        [name = found->name](Tables &tables) { return tables.templates().remove(name); },
        [&context, call, name = found->name](const Result<void> &stored) {
            if (stored)
                context.templates.remove(name);
            call->replyEmptyOr(stored);
        });
}

// How the caller may issue from the template of this name; PermissionDenied when it may not, which
// says nothing about whether there is one.
Result<Delegation> delegationOf(const ApiCall &call, const std::string &name)
{
    const Token &token = call.token()->token();
    if (token.scope.admin
        || std::find(token.templates.begin(), token.templates.end(), name) != token.templates.end())
        return Delegation::ByTemplate;
    if (token.scope.allows(AdminArea::Tokens, AdminAccess::Write))
        return Delegation::Narrower;
    return Error{ErrorCode::PermissionDenied,
                 "this needs a token that may issue from this template"};
}

Result<TokenRequest> requestFrom(const TokenTemplate &tokenTemplate, const JsonValue &body,
                                 const std::string &where)
{
    const auto asked = templateRequestFrom(body, where);
    if (!asked)
        return asked.error();
    auto request = expandTemplate(tokenTemplate, asked->values, asked->validFor);
    if (!request && !where.empty())
        return Error{request.error().code, where + ": " + request.error().message};
    return request;
}

Result<std::vector<TokenRequest>> requestsFrom(const TokenTemplate &tokenTemplate,
                                               const JsonValue &body, bool isBatch)
{
    const auto batch = isBatch ? batchFrom(body) : JsonValue::Array{body};
    if (!batch)
        return batch.error();
    std::vector<TokenRequest> requests;
    requests.reserve(batch->size());
    for (const JsonValue &value : *batch) {
        auto request = requestFrom(tokenTemplate, value,
                                   isBatch ? whereInBatch(requests.size()) : std::string());
        if (!request)
            return request.error();
        requests.push_back(std::move(*request));
    }
    return requests;
}

void issueFrom(ApiContext &context, const CallPtr &call, bool isBatch)
{
    const auto delegation = delegationOf(*call, call->argument(0));
    if (!delegation) {
        call->fail(delegation.error());
        return;
    }
    const TokenTemplate *found = findTemplateOrFail(context, call);
    if (!found)
        return;
    const auto body = call->json();
    auto requests = body ? requestsFrom(*found, *body, isBatch) : body.error();
    if (!requests)
        call->fail(requests.error());
    else if (isBatch)
        issueTokens(context, call, std::move(*requests), *delegation);
    else
        issueToken(context, call, std::move(requests->front()), *delegation);
}

} // namespace

void addTemplateRoutes(Router &router, ApiContext &context)
{
    router.add("GET", "/v1/templates", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { listTemplates(context, call); });
    router.add("GET", "/v1/templates/*", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { showTemplate(context, call); });
    router.add("PUT", "/v1/templates/*", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { putTemplate(context, call); });
    router.add("DELETE", "/v1/templates/*", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { removeTemplate(context, call); });
    router.add("POST", "/v1/templates/*/tokens", Access::judged(),
               [&context](const CallPtr &call) { issueFrom(context, call, false); });
    router.add("POST", "/v1/templates/*/tokens/batch", Access::judged(),
               [&context](const CallPtr &call) { issueFrom(context, call, true); });
}

} // namespace parley
