#include "server/api/api.h"

namespace parley {
namespace {

constexpr std::string_view kBearer = "bearer ";

// The secret of "Authorization: Bearer SECRET"; the scheme's case does not matter (RFC 9110, 11.1).
std::optional<std::string_view> bearerSecret(const HttpRequest &request)
{
    const std::string *value = request.header("authorization");
    if (!value || value->size() <= kBearer.size())
        return std::nullopt;
    for (std::size_t i = 0; i < kBearer.size(); ++i) {
        const char c = (*value)[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c) != kBearer[i])
            return std::nullopt;
    }
    return std::string_view(*value).substr(kBearer.size());
}

} // namespace

Api::Api(ApiContext &context) : m_context(context)
{
    addStatusRoutes(m_router, context);
    addMetricsRoutes(m_router, context);
    addPublishRoutes(m_router, context);
    addSubscribeRoutes(m_router, context);
    addSocketRoutes(m_router, context);
    addHistoryRoutes(m_router, context);
    addNamespaceRoutes(m_router, context);
    addTopicRoutes(m_router, context);
    addTokenRoutes(m_router, context);
    addWebhookRoutes(m_router, context);
    addDeliveryRoutes(m_router, context);
    addRoomRoutes(m_router, context);
    addFunctionRoutes(m_router, context);
}

Result<std::shared_ptr<const TokenEntry>> Api::authenticate(const HttpRequest &request,
                                                            Access access) const
{
    const auto secret = bearerSecret(request);
    if (!secret) {
        if (access == Access::Open)
            return std::shared_ptr<const TokenEntry>();
        return Error{ErrorCode::Unauthenticated, "the header Authorization: Bearer is missing"};
    }
    auto token = m_context.tokens.authenticate(*secret);
    if (token && access == Access::Admin && !(*token)->token().scope.admin)
        return Error{ErrorCode::PermissionDenied, "this needs a token with the admin scope"};
    return token;
}

Result<std::size_t> Api::admit(const HttpRequest &head)
{
    const auto match = m_router.find(head.method, head.path);
    if (!match.route)
        return match.error;
    if (auto token = authenticate(head, match.route->access); !token)
        return token.error();
    return match.route->bodyBytes;
}

void Api::handle(std::shared_ptr<ServedRequest> exchange)
{
    auto match = m_router.find(exchange->request().method, exchange->request().path);
    if (!match.route) {
        exchange->fail(match.error);
        return;
    }
    auto token = authenticate(exchange->request(), match.route->access);
    if (!token) {
        exchange->fail(token.error());
        return;
    }
    if (*token)
        exchange->setEstablished();
    match.route->handle(std::make_shared<ApiCall>(std::move(exchange), std::move(*token),
                                                  std::move(match.arguments)));
}

} // namespace parley
