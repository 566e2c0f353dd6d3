#include "server/api/api.h"

#include <algorithm>

#include "server/auth/permission.h"
#include "server/protocol/json_reader.h"
#include "server/protocol/scope_json.h"
#include "server/protocol/start_point.h"

namespace parley {
namespace {

// What somebody asks about: one right on one topic, or an area of administration.
struct Question {
    std::shared_ptr<const TokenEntry> entry{}; // null: no token has that id or secret
    std::optional<Right> right{};
    std::optional<TopicKey> key{}; // with right
    AdminArea area = AdminArea::Topics;
    AdminAccess access = AdminAccess::Read;
};

Result<TopicKey> keyOf(JsonReader &in)
{
    auto nameSpace
        = NamespaceName::parse(in.optionalString("namespace").value_or(std::string("default")));
    auto topic = TopicName::parseAny(in.string("topic"));
    if (!nameSpace)
        return nameSpace.error();
    if (!topic)
        return topic.error();
    return TopicKey{*nameSpace, *topic};
}

// "tokens.write"
Result<void> readArea(const std::string &action, Question &question)
{
    const std::size_t dot = action.find('.');
    const auto area = adminAreaFrom(action.substr(0, dot));
    const auto access
        = adminAccessFrom(dot == action.npos ? std::string() : action.substr(dot + 1));
    if (!area || !access)
        return Error{ErrorCode::InvalidArgument,
                     "action must be publish, subscribe, history or manage, or an area of "
                     "administration and read or write, such as tokens.write"};
    question.area = *area;
    question.access = *access;
    return {};
}

Error notAllowedToAsk()
{
    return {ErrorCode::PermissionDenied,
            "this needs a token that may read tokens; without token and secret it tells about the "
            "caller's own"};
}

// Whose rights are asked for. Only who may read tokens asks about others.
Result<std::shared_ptr<const TokenEntry>> subjectOf(const ApiContext &context, const ApiCall &call,
                                                    JsonReader &in)
{
    const auto id = in.optionalString("token");
    const auto secret = in.optionalString("secret");
    if (id && secret)
        return Error{ErrorCode::InvalidArgument, "give token or secret, not both"};
    if (!id && !secret)
        return call.token();
    const auto entry = id ? context.tokens.find(*id) : context.tokens.known(*secret);
    const bool isOwn = entry && entry->token().id == call.actor();
    if (!isOwn && !call.token()->token().scope.allows(AdminArea::Tokens, AdminAccess::Read))
        return notAllowedToAsk();
    return entry;
}

Result<Question> questionOf(const ApiContext &context, const ApiCall &call)
{
    const auto body = call.json();
    if (!body)
        return body.error();
    JsonReader in(*body);
    Question question;
    auto subject = subjectOf(context, call, in);
    if (!subject)
        return subject.error();
    question.entry = std::move(*subject);
    const std::string action = in.string("action");
    if (const auto right = rightFrom(action)) {
        question.right = *right;
        const auto key = keyOf(in);
        if (auto ok = in.finish(); !ok)
            return ok.error();
        if (!key)
            return key.error();
        question.key = *key;
        return question;
    }
    if (auto ok = in.finish(); !ok)
        return ok.error();
    if (auto ok = readArea(action, question); !ok)
        return ok.error();
    return question;
}

struct Ended {
    std::string_view reason;
    std::string_view sentence;
};

// Why the token allows nothing at all, if so.
std::optional<Ended> endOf(const ApiContext &context,
                           const std::shared_ptr<const TokenEntry> &entry)
{
    if (!entry)
        return Ended{"unknown_token", "denied: no token has that id or secret"};
    switch (context.tokens.stateOf(*entry)) {
    case TokenState::Active: return std::nullopt;
    case TokenState::Expired: return Ended{"expired", "denied: the token has expired"};
    case TokenState::Revoked: return Ended{"revoked", "denied: the token was revoked"};
    case TokenState::Used: return Ended{"used", "denied: the token was for one use, and had it"};
    }
    __builtin_unreachable();
}

void writeDenied(JsonWriter &writer, std::string_view reason, const Permission &permission,
                 std::string_view sentence)
{
    writer.member("allowed", false).member("reason", reason).key("nearest");
    if (permission.grant)
        writeGrant(writer, *permission.grant);
    else
        writer.null();
    writer.key("missing");
    if (permission.missing == Permission::Missing::Nothing)
        writer.null();
    else
        writer.string(wireName(permission.missing));
    writer.member("sentence", sentence);
}

std::string answerJson(const ApiContext &context, const Question &question)
{
    std::string json;
    JsonWriter writer(json);
    writer.beginObject();
    if (const auto ended = endOf(context, question.entry)) {
        writeDenied(writer, ended->reason, {}, ended->sentence);
        writer.endObject();
        return json;
    }
    const Token &token = question.entry->token();
    const Permission answer = question.right ? explain(token.scope, *question.right, *question.key)
                                             : explain(token.scope, question.area, question.access);
    if (answer.allowed) {
        writer.member("allowed", true)
            .member("by", answer.byAdmin ? "admin" : "grant")
            .key("grant");
        if (answer.grant)
            writeGrant(writer, *answer.grant);
        else
            writer.null();
        writer.member("sentence", answer.sentence);
    } else {
        writeDenied(writer, answer.isSystemTopic ? "system_topic" : "no_grant", answer,
                    answer.sentence);
    }
    writer.member("token", token.id).endObject();
    return json;
}

void check(const ApiContext &context, const CallPtr &call)
{
    const auto question = questionOf(context, *call);
    if (question)
        call->reply(200, answerJson(context, *question));
    else
        call->fail(question.error());
}

void writeHolder(JsonWriter &writer, const Token &token, const Permission &permission)
{
    writer.beginObject()
        .member("id", token.id)
        .member("label", token.label)
        .member("publisherId", token.publisherId)
        .member("by", permission.byAdmin ? "admin" : "grant")
        .key("grant");
    if (permission.grant)
        writeGrant(writer, *permission.grant);
    else
        writer.null();
    writer.endObject();
}

Result<std::size_t> limitOf(const ApiCall &call)
{
    constexpr std::size_t kMostHolders = 1000; // of each right
    if (auto ok = call.allowParameters({"limit"}); !ok)
        return ok.error();
    const std::string *text = call.request().parameter("limit");
    if (!text)
        return kMostHolders;
    const auto limit = wholeNumber(*text);
    if (!limit || *limit < 1 || *limit > kMostHolders)
        return Error{ErrorCode::InvalidArgument, "limit must be 1 to 1000"};
    return static_cast<std::size_t>(*limit);
}

// Looks through the tokens a page at a time, and lets others in between: there may be many.
class HolderSearch final : public std::enable_shared_from_this<HolderSearch>
{
public:
    HolderSearch(const ApiContext &context, CallPtr call, TopicKey key, std::size_t limit) :
        m_context(context), m_call(std::move(call)), m_key(std::move(key)), m_limit(limit)
    {
        m_query.state = TokenState::Active;
        m_query.limit = TokenQuery::kMaxTokens;
    }

    void goOn()
    {
        if (!m_call->exchange().isOpen())
            return; // nobody waits any more
        const TokenPage page = m_context.tokens.page(m_query);
        for (const Token &token : page.tokens)
            look(token);
        if (!page.next) {
            m_call->reply(200, json());
            return;
        }
        m_query.before = *page.next;
        m_context.loop.post([self = shared_from_this()] { self->goOn(); });
    }

private:
    void look(const Token &token)
    {
        for (const Right right : kRights) {
            auto &found = m_found[static_cast<std::size_t>(right)];
            if (!token.scope.allows(right, m_key))
                continue;
            if (found.count++ >= m_limit)
                continue;
            found.json += found.json.empty() ? "" : ",";
            JsonWriter writer(found.json);
            writeHolder(writer, token, explain(token.scope, right, m_key));
        }
    }

    std::string json() const
    {
        bool isTruncated = false;
        std::string text;
        JsonWriter writer(text);
        writer.beginObject();
        for (const Right right : kRights) {
            const auto &found = m_found[static_cast<std::size_t>(right)];
            isTruncated = isTruncated || found.count > m_limit;
            writer.key(wireName(right)).raw("[" + found.json + "]");
        }
        writer.member("truncated", isTruncated).endObject();
        return text;
    }

    struct Found {
        std::string json{}; // its first ones, with commas
        std::size_t count = 0;
    };

    const ApiContext &m_context;
    const CallPtr m_call;
    const TopicKey m_key;
    const std::size_t m_limit;
    TokenQuery m_query{};
    std::array<Found, kRights.size()> m_found{};
};

void holders(const ApiContext &context, const CallPtr &call)
{
    const auto key = call->topicKey(0);
    const auto limit = limitOf(*call);
    if (!key || !limit) {
        call->fail(key ? limit.error() : key.error());
        return;
    }
    std::make_shared<HolderSearch>(context, call, *key, *limit)->goOn();
}

} // namespace

void addPermissionRoutes(Router &router, ApiContext &context)
{
    router.add("POST", "/v1/permissions/check", Access::judged(),
               [&context](const CallPtr &call) { check(context, call); });
    router.add("GET", "/v1/permissions/*/**", Access::read(AdminArea::Tokens),
               [&context](const CallPtr &call) { holders(context, call); });
}

} // namespace parley
