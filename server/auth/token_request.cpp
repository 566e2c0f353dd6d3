#include "server/auth/token_request.h"

#include <algorithm>

#include "server/protocol/host_policy.h"
#include "server/protocol/utf8_validator.h"
#include "server/types/token_template.h"
#include "server/types/topic_name.h"

namespace parley {
namespace {

Error wrong(std::string message)
{
    return {ErrorCode::InvalidArgument, std::move(message)};
}

bool hasManage(const Scope &scope)
{
    return std::any_of(scope.grants.begin(), scope.grants.end(),
                       [](const Grant &grant) { return gives(grant.role, Right::Manage); });
}

Result<void> checkKind(const TokenRequest &request)
{
    if (request.kind == TokenKind::Key)
        return request.refreshable && !request.validFor
            ? wrong("only a key that expires can be refreshable: validForSeconds is missing")
            : Result<void>();
    if (!request.validFor || *request.validFor > Token::kMaxDisposable)
        return wrong("a disposable token needs validForSeconds of 1 to 90000");
    if (request.scope.administers() || hasManage(request.scope))
        return wrong("a disposable token cannot administer: no admin, no manage");
    if (!request.templates.empty())
        return wrong("a disposable token cannot issue: no templates");
    if (request.refreshable)
        return wrong("a disposable token cannot be refreshed");
    return {};
}

Result<void> checkLists(const TokenRequest &request)
{
    if (request.scope.grants.size() > Scope::kMaxGrants)
        return Error{ErrorCode::LimitExceeded, "a token has at most 64 grants"};
    if (request.templates.size() > Token::kMaxTemplates)
        return Error{ErrorCode::LimitExceeded, "a token has at most 16 templates"};
    if (request.allowedOrigins.size() > Token::kMaxOrigins)
        return Error{ErrorCode::LimitExceeded, "a token has at most 16 allowedOrigins"};
    for (const std::string &name : request.templates)
        if (!TokenTemplate::isName(name))
            return wrong("templates must be names of 1 to 64 of a-z, 0-9 and -");
    for (const std::string &origin : request.allowedOrigins)
        if (normalizedOrigin(origin) != origin)
            return wrong("allowedOrigins must be like https://chat.example or http://host:8080");
    return {};
}

// "namespace/name", as rooms are called.
bool isRoom(const std::string &text)
{
    const std::size_t slash = text.find('/');
    return slash != std::string::npos && NamespaceName::parse(text.substr(0, slash))
        && TopicName::parse(text.substr(slash + 1));
}

Result<void> checkNumbers(const TokenRequest &request)
{
    if (request.limits.publishPerSecond > PublishRate::kMaxPerSecond)
        return wrong("publishPerSecond must be at most 1000000");
    if (request.limits.requestsPerSecond > PublishRate::kMaxPerSecond)
        return wrong("requestsPerSecond must be at most 1000000");
    if (request.limits.maxConnections > TokenRequest::kMaxConnections)
        return wrong("maxConnections must be at most 1000000");
    if (request.validFor
        && (*request.validFor <= std::chrono::seconds{0}
            || *request.validFor > TokenRequest::kMaxLifetime))
        return wrong("validForSeconds must be 1 to 316224000");
    return {};
}

} // namespace

Result<void> checkTokenText(std::string_view what, std::string_view text, std::size_t maxBytes)
{
    if (text.size() > maxBytes)
        return wrong(std::string(what) + " must have at most " + std::to_string(maxBytes)
                     + " bytes");
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!isValidUtf8(text) || std::any_of(text.begin(), text.end(), isControl))
        return wrong(std::string(what) + " must be UTF-8 without control characters");
    return {};
}

Result<void> checkTokenRequest(const TokenRequest &request)
{
    if (auto ok = checkTokenText("label", request.label, Token::kMaxLabelBytes); !ok)
        return ok;
    if (auto ok = checkTokenText("publisherId", request.publisherId, Token::kMaxPublisherIdBytes);
        !ok)
        return ok;
    if (request.scope.isEmpty() && request.templates.empty())
        return wrong("a token needs a grant, the admin scope or a template to issue from");
    if (auto ok = checkLists(request); !ok)
        return ok;
    if (auto ok = checkNumbers(request); !ok)
        return ok;
    if (!request.room.empty() && !isRoom(request.room))
        return wrong("room must be NAMESPACE/NAME");
    return checkKind(request);
}

} // namespace parley
