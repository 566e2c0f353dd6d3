#include "server/api/issue_token.h"

#include "server/api/token_json.h"
#include "server/api/token_request_json.h"
#include "server/auth/delegation.h"

namespace parley {
namespace {

// Ended tokens make room. \return whether there were any.
bool makeRoom(ApiContext &context)
{
    const auto ids = context.tokens.makeRoom();
    removeForgotten(context, ids);
    return !ids.empty();
}

Result<IssuedToken> make(ApiContext &context, const Token &issuer, TokenRequest request,
                         Delegation delegation)
{
    request.issuer = issuer.id;
    auto made = context.tokens.make(request);
    if (!made && made.error().code == ErrorCode::LimitExceeded && makeRoom(context))
        made = context.tokens.make(request);
    if (!made || delegation == Delegation::ByTemplate)
        return made;
    if (auto ok = checkDelegation(issuer, made->token); !ok)
        return ok.error();
    return made;
}

void answerBatch(ApiCall &call, const std::vector<IssuedToken> &all)
{
    std::string json;
    json.reserve(all.size() * 160);
    JsonWriter writer(json);
    writer.beginObject().key("tokens").beginArray();
    for (const IssuedToken &issued : all) {
        writer.beginObject()
            .member("id", issued.token.id)
            .member("secret", issued.secret)
            .member("validUntil", issued.token.validUntil);
        if (!issued.refreshSecret.empty())
            writer.member("refreshSecret", issued.refreshSecret);
        writer.endObject();
    }
    writer.endArray().endObject();
    call.reply(201, std::move(json));
}

std::string countJson(const std::vector<IssuedToken> &all)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject()
        .member("count", all.size())
        .member("template", all.front().token.templateName)
        .endObject();
    return json;
}

} // namespace

void removeForgotten(ApiContext &context, const std::vector<std::string> &ids)
{
    constexpr std::size_t kAtOnce = 2000; // so that no commit waits long
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(kAtOnce, ids.size() - at));
        context.write(
            [part
             = std::vector<std::string>(first, first + count)](Tables &tables) -> Result<void> {
                for (const std::string &id : part)
                    if (auto ok = tables.tokens().remove(id); !ok)
                        return ok;
                return {};
            },
            [](const Result<void> &) {});
    }
}

void issueToken(ApiContext &context, const CallPtr &call, TokenRequest request,
                Delegation delegation)
{
    auto made = make(context, call->token()->token(), std::move(request), delegation);
    if (!made) {
        call->fail(made.error());
        return;
    }
    const auto issued = std::make_shared<const IssuedToken>(std::move(*made));
    context.act(
        call,
        {.action = "token.issued",
         .object = issued->token.id,
         .after = TokenJson(context).text(issued->token)},
        [issued](Tables &tables) { return tables.tokens().put(issued->token, issued->digest); },
        [&context, call, issued](const Result<void> &stored) {
            if (!stored) {
                call->fail(stored.error());
                return;
            }
            context.tokens.add(issued->token, issued->digest);
            call->reply(201, TokenJson(context).text(*issued));
        });
}

void issueTokens(ApiContext &context, const CallPtr &call, std::vector<TokenRequest> requests,
                 Delegation delegation)
{
    const auto all = std::make_shared<std::vector<IssuedToken>>();
    all->reserve(requests.size());
    for (TokenRequest &request : requests) {
        auto made = make(context, call->token()->token(), std::move(request), delegation);
        if (!made) {
            call->fail(
                {made.error().code, whereInBatch(all->size()) + ": " + made.error().message});
            return;
        }
        all->push_back(std::move(*made));
    }
    context.act(
        call,
        {.action = "tokens.issued",
         .object = all->front().token.templateName,
         .after = countJson(*all)},
        [all](Tables &tables) -> Result<void> {
            for (const IssuedToken &issued : *all)
                if (auto ok = tables.tokens().put(issued.token, issued.digest); !ok)
                    return ok;
            return {};
        },
        [&context, call, all](const Result<void> &stored) {
            if (!stored) {
                call->fail(stored.error());
                return;
            }
            for (const IssuedToken &issued : *all)
                context.tokens.add(issued.token, issued.digest);
            answerBatch(*call, *all);
        });
}

} // namespace parley
