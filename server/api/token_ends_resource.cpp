#include "server/api/api.h"

#include "server/api/token_json.h"
#include "server/protocol/json_reader.h"

// How tokens are revoked, alone and together.
namespace parley {
namespace {

// Revocations count at once, also when the store cannot keep them; an answer waits until the
// sessions have ended and it is stored.
Error notStored(const Error &why)
{
    return {ErrorCode::StorageFailed,
            "revoked until the broker stops, but that could not be stored: " + why.message};
}

std::vector<std::string> idsOf(const std::vector<Token> &tokens)
{
    std::vector<std::string> ids;
    ids.reserve(tokens.size());
    for (const Token &token : tokens)
        ids.push_back(token.id);
    return ids;
}

void revoke(ApiContext &context, const CallPtr &call)
{
    const auto before = context.tokens.describe(call->argument(0));
    const auto token = context.tokens.revoke(call->argument(0));
    if (!before || !token) {
        call->fail({ErrorCode::NotFound, "no such token"});
        return;
    }
    const TokenJson json(context);
    Act act{.action = "token.revoked",
            .object = token->id,
            .before = json.text(*before),
            .after = json.text(*token)};
    const auto store = [id = token->id, at = *token->revokedAt](Tables &tables) {
        return tables.tokens().setRevoked(id, at);
    };
    context.endSessionsOf({token->id}, "the token was revoked", [&context, call, act, store] {
        context.act(call, act, store, [call](const Result<void> &stored) {
            if (stored)
                call->replyEmpty();
            else
                call->fail(notStored(stored.error()));
        });
    });
}

Result<TokenGroup> groupOf(const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    const std::pair<TokenGroup::Kind, std::optional<std::string>> said[]
        = {{TokenGroup::Kind::Issuer, in.optionalString("issuer")},
           {TokenGroup::Kind::Template, in.optionalString("template")},
           {TokenGroup::Kind::Room, in.optionalString("room")}};
    if (auto ok = in.finish(); !ok)
        return ok.error();
    std::optional<TokenGroup> group;
    for (const auto &[kind, name] : said) {
        if (!name)
            continue;
        if (group || name->empty()) // "" would mean all that came from nowhere in particular
            return Error{ErrorCode::InvalidArgument, "name one of issuer, template and room"};
        group = TokenGroup{kind, *name};
    }
    if (!group)
        return Error{ErrorCode::InvalidArgument, "name one of issuer, template and room"};
    return *group;
}

std::string_view wireName(TokenGroup::Kind kind)
{
    switch (kind) {
    case TokenGroup::Kind::Issuer: return "issuer";
    case TokenGroup::Kind::Template: return "template";
    case TokenGroup::Kind::Room: return "room";
    }
    __builtin_unreachable();
}

std::string countJson(std::size_t revoked)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject().member("revoked", revoked).endObject();
    return json;
}

// A group is looked up again when its revocation is stored: what was being issued while it was
// looked up the first time has been added by then, and must not outlive it.
class GroupRevocation final : public std::enable_shared_from_this<GroupRevocation>
{
public:
    GroupRevocation(ApiContext &context, CallPtr call, TokenGroup group) :
        m_context(context), m_call(std::move(call)), m_group(std::move(group))
    {
    }

    void round()
    {
        if (m_rounds++ < kRounds)
            m_tokens = m_context.tokens.revokeAll(m_group);
        else
            m_tokens.clear();
        if (m_tokens.empty()) {
            m_call->reply(200, countJson(m_revoked));
            return;
        }
        m_revoked += m_tokens.size();
        m_context.endSessionsOf(idsOf(m_tokens), "the token was revoked",
                                [self = shared_from_this()] { self->store(); });
    }

private:
    static constexpr int kRounds = 2;

    void store()
    {
        m_context.act(
            m_call,
            {.action = "tokens.revoked",
             .object = std::string(wireName(m_group.kind)) + ' ' + m_group.name,
             .after = countJson(m_tokens.size())},
            [self = shared_from_this()](Tables &tables) -> Result<void> {
                for (const Token &token : self->m_tokens)
                    if (auto ok = tables.tokens().setRevoked(token.id, *token.revokedAt); !ok)
                        return ok;
                return {};
            },
            [self = shared_from_this()](const Result<void> &stored) {
                if (stored)
                    self->round();
                else
                    self->m_call->fail(notStored(stored.error()));
            });
    }

    ApiContext &m_context;
    const CallPtr m_call;
    const TokenGroup m_group;
    std::vector<Token> m_tokens; // of this round; the store's while it writes
    std::size_t m_revoked = 0;
    int m_rounds = 0;
};

void revokeGroup(ApiContext &context, const CallPtr &call)
{
    const auto group = groupOf(*call);
    if (group)
        std::make_shared<GroupRevocation>(context, call, *group)->round();
    else
        call->fail(group.error());
}

} // namespace

void addTokenEndRoutes(Router &router, ApiContext &context)
{
    router.add("POST", "/v1/tokens/revoke", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { revokeGroup(context, call); });
    router.add("DELETE", "/v1/tokens/*", Access::write(AdminArea::Tokens),
               [&context](const CallPtr &call) { revoke(context, call); });
}

} // namespace parley
