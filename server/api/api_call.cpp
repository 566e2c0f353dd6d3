#include "server/api/api_call.h"

#include <algorithm>

#include "server/protocol/safe_text.h"

namespace parley {
namespace {

bool isJson(std::string_view contentType)
{
    const std::string_view type = contentType.substr(0, contentType.find(';'));
    constexpr std::string_view kJson = "application/json";
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const std::string_view trimmed = type.substr(0, type.find_last_not_of(" \t") + 1);
    return std::equal(trimmed.begin(), trimmed.end(), kJson.begin(), kJson.end(),
                      [&](char a, char b) { return lower(a) == b; });
}

} // namespace

std::string joined(const std::vector<std::string> &arguments)
{
    std::string text;
    for (const std::string &argument : arguments)
        text.append(text.empty() ? "" : "/").append(argument);
    return text;
}

ApiCall::ApiCall(std::shared_ptr<ServedRequest> exchange, std::shared_ptr<const TokenEntry> token,
                 std::string_view action, std::vector<std::string> arguments, Refusals &refusals) :
    m_exchange(std::move(exchange)),
    m_token(std::move(token)), m_action(action), m_arguments(std::move(arguments)),
    m_refusals(refusals)
{
}

Result<TopicKey> ApiCall::topicKey(std::size_t index) const
{
    auto nameSpace = NamespaceName::parse(argument(index));
    if (!nameSpace)
        return nameSpace.error();
    auto topic = TopicName::parseAny(argument(index + 1));
    if (!topic)
        return topic.error();
    return TopicKey{*nameSpace, *topic};
}

Result<void> ApiCall::allowParameters(std::initializer_list<std::string_view> names) const
{
    for (const auto &[name, value] : request().query)
        if (std::find(names.begin(), names.end(), name) == names.end())
            return Error{ErrorCode::InvalidArgument, "unknown parameter " + quoted(name)};
    return {};
}

Result<JsonValue> ApiCall::json() const
{
    const std::string *type = request().header("content-type");
    if (!type || !isJson(*type))
        return Error{ErrorCode::UnsupportedMediaType, "Content-Type must be application/json"};
    return parseJson(request().body);
}

void ApiCall::reply(int status, std::string json)
{
    m_exchange->respond(HttpResponse::json(status, std::move(json)));
}

void ApiCall::replyEmpty()
{
    m_exchange->respond(HttpResponse::empty());
}

void ApiCall::replyEmptyOr(const Result<void> &done)
{
    if (done)
        replyEmpty();
    else
        fail(done.error());
}

void ApiCall::fail(const Error &error)
{
    if (error.code == ErrorCode::PermissionDenied && m_token)
        m_refusals.denied(m_action, actor(), m_exchange->peerAddress(), joined(m_arguments));
    m_exchange->fail(error);
}

} // namespace parley
