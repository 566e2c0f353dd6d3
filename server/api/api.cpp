#include "server/api/api.h"

#include "server/api/cross_origin.h"
#include "server/api/entrance.h"
#include "server/auth/token_origin.h"
#include "server/protocol/bearer.h"

namespace parley {

Api::Api(ApiContext &context) : m_context(context)
{
    addStatusRoutes(m_router, context);
    addMetricsRoutes(m_router, context);
    addPublishRoutes(m_router, context);
    addSubscribeRoutes(m_router, context);
    addSocketRoutes(m_router, context);
    addHistoryRoutes(m_router, context);
    addSearchRoutes(m_router, context);
    addNamespaceRoutes(m_router, context);
    addTopicRoutes(m_router, context);
    addTokenRoutes(m_router, context);
    addPermissionRoutes(m_router, context);
    addAuditRoutes(m_router, context);
    addTemplateRoutes(m_router, context);
    addWebhookHealthRoutes(m_router, context); // before: "health" is no webhook
    addWebhookRoutes(m_router, context);
    addWebhookSecretRoutes(m_router, context);
    addDeliveryExportRoutes(m_router, context);
    addDeliveryRetentionRoutes(m_router, context);
    addDeliverySignatureRoutes(m_router, context);
    addDeliveryRoutes(m_router, context);
    addReplayRoutes(m_router, context);
    addRoomRoutes(m_router, context);
    addFunctionRoutes(m_router, context);
    addInspectorRoutes(m_router, context);
}

Result<std::shared_ptr<const TokenEntry>> Api::authenticate(const HttpRequest &request,
                                                            const Router::Match &match) const
{
    const Access &access = match.route->access;
    if (access.isAdministration())
        if (auto ok = checkAdministrator(request); !ok)
            return ok.error();
    if (access.kind == Access::Kind::Refresh)
        return std::shared_ptr<const TokenEntry>();
    const auto secret = bearerSecret(request);
    if (access.kind == Access::Kind::Open && (!secret || !*secret))
        return std::shared_ptr<const TokenEntry>();
    if (!secret)
        return secret.error();
    if (!*secret)
        return Error{ErrorCode::Unauthenticated, "the header Authorization: Bearer is missing"};
    auto token = m_context.tokens.authenticate(**secret);
    if (!token)
        return token;
    if (auto ok = checkTokenOrigin((*token)->token(), originOf(request)); !ok)
        return ok.error();
    if (auto ok = access.check((*token)->token().scope, match.arguments); !ok)
        return ok.error();
    return token;
}

Result<HttpAdmission> Api::admit(const HttpRequest &head)
{
    const auto match = m_router.find(head.method, head.path);
    if (!match.route)
        return match.error;
    const auto token = authenticate(head, match);
    if (!token)
        return token.error();
    if (!*token)
        return HttpAdmission{}; // a stranger has nothing to send
    return HttpAdmission{match.route->bodyBytes(head), true};
}

// Whoever is refused is noted; who tries tokens hears to wait.
Error Api::refused(const HttpRequest &request, std::string_view peer, const Router::Match &match,
                   const Error &error)
{
    if (!match.route)
        return error;
    const bool showedOne = request.header("authorization") != nullptr;
    if (error.code == ErrorCode::Unauthenticated && showedOne)
        return m_context.refusals.wrongToken(match.route->name, peer, error);
    if (error.code == ErrorCode::PermissionDenied || error.code == ErrorCode::OriginRefused) {
        const auto secret = bearerSecret(request);
        const auto entry = secret && *secret ? m_context.tokens.known(**secret) : nullptr;
        m_context.refusals.denied(match.route->name, entry ? entry->token().id : std::string(),
                                  peer, joined(match.arguments), error.code);
    }
    return error;
}

HttpResponse Api::refusal(const HttpRequest &head, std::string_view peer, const Error &error)
{
    const auto match = m_router.find(head.method, head.path);
    return refusalOf(head, match, refused(head, peer, match, error));
}

HttpResponse Api::refusalOf(const HttpRequest &head, const Router::Match &match,
                            const Error &error) const
{
    HttpResponse response = HttpResponse::failure(error);
    if (error.code == ErrorCode::MethodNotAllowed) // RFC 9110, section 15.5.6
        response.headers.push_back({"Allow", match.allowed});
    if (match.route)
        for (auto &header : sharingHeaders(head, *match.route))
            response.headers.push_back(std::move(header));
    return response;
}

void Api::handle(std::shared_ptr<ServedRequest> exchange)
{
    auto match = m_router.find(exchange->request().method, exchange->request().path);
    if (!match.route) {
        const auto preflight = answerToPreflight(exchange->request(), m_router);
        exchange->respond(preflight ? *preflight
                                    : refusalOf(exchange->request(), match, match.error));
        return;
    }
    for (auto &header : sharingHeaders(exchange->request(), *match.route))
        exchange->addHeader(std::move(header));
    auto token = authenticate(exchange->request(), match);
    if (!token) {
        exchange->fail(refused(exchange->request(), exchange->peerAddress(), match, token.error()));
        return;
    }
    if (*token)
        exchange->setEstablished();
    const auto call
        = std::make_shared<ApiCall>(std::move(exchange), std::move(*token), match.route->name,
                                    std::move(match.arguments), m_context.refusals);
    if (call->token())
        enterWithToken(m_context, call, match.route->handle);
    else
        match.route->handle(call);
}

} // namespace parley
