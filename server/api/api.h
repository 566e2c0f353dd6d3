#pragma once

#include <memory>

#include "server/api/api_context.h"
#include "server/api/router.h"
#include "server/net/served_request.h"

namespace parley {

// Everything behind /v1: finds the route, asks for the token, hands over to a resource. One
// resource has one file. Thread: I/O loop.
class Api final : public HttpHandler
{
public:
    explicit Api(ApiContext &context); // borrowed; outlives the API

    Result<HttpAdmission> admit(const HttpRequest &head) override;
    HttpResponse refusal(const HttpRequest &head, std::string_view peer,
                         const Error &error) override;
    void handle(std::shared_ptr<ServedRequest> exchange) override;

private:
    Error refused(const HttpRequest &request, std::string_view peer, const Router::Match &match,
                  const Error &error);
    HttpResponse refusalOf(const HttpRequest &head, const Router::Match &match,
                           const Error &error) const;
    Result<std::shared_ptr<const TokenEntry>> authenticate(const HttpRequest &request,
                                                           const Router::Match &match) const;

    ApiContext &m_context;
    Router m_router;
};

// Each adds its routes; defined in the file of its resource.
void addStatusRoutes(Router &router, ApiContext &context);
void addMetricsRoutes(Router &router, ApiContext &context);
void addPublishRoutes(Router &router, ApiContext &context);
void addSubscribeRoutes(Router &router, ApiContext &context);
void addSocketRoutes(Router &router, ApiContext &context);
void addHistoryRoutes(Router &router, ApiContext &context);
void addSearchRoutes(Router &router, ApiContext &context);
void addNamespaceRoutes(Router &router, ApiContext &context);
void addTopicRoutes(Router &router, ApiContext &context);
void addTokenRoutes(Router &router, ApiContext &context);
void addPermissionRoutes(Router &router, ApiContext &context);
void addAuditRoutes(Router &router, ApiContext &context);
void addTokenEndRoutes(Router &router, ApiContext &context);
void addTokenChangeRoutes(Router &router, ApiContext &context);
void addTemplateRoutes(Router &router, ApiContext &context);
void addWebhookHealthRoutes(Router &router, ApiContext &context);
void addWebhookRoutes(Router &router, ApiContext &context);
void addWebhookSecretRoutes(Router &router, ApiContext &context);
void addDeliveryExportRoutes(Router &router, ApiContext &context);
void addDeliveryRetentionRoutes(Router &router, ApiContext &context);
void addDeliverySignatureRoutes(Router &router, ApiContext &context);
void addDeliveryRoutes(Router &router, ApiContext &context); // after those: their path fits too
void addReplayRoutes(Router &router, ApiContext &context);
void addRoomRoutes(Router &router, ApiContext &context);
void addHeldRoutes(Router &router, ApiContext &context); // of those
void addRoomMemberRoutes(Router &router, ApiContext &context); // of those
void addFunctionRoutes(Router &router, ApiContext &context);
void addInspectorRoutes(Router &router, ApiContext &context);

} // namespace parley
