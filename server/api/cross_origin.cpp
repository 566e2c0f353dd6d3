#include "server/api/cross_origin.h"

#include "server/protocol/host_policy.h"

namespace parley {
namespace {

bool isShared(const Router::Route &route)
{
    return route.access.kind == Access::Kind::Data;
}

std::optional<std::string_view> optionalHeader(const HttpRequest &request, std::string_view name)
{
    const std::string *value = request.header(name);
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
}

} // namespace

std::vector<HttpHeader> sharingHeaders(const HttpRequest &request, const Router::Route &route)
{
    const std::string *origin = request.header("origin");
    if (!origin || !isShared(route))
        return {};
    return {{"Access-Control-Allow-Origin", *origin},
            {"Access-Control-Expose-Headers", "Retry-After"},
            {"Vary", "Origin"}};
}

std::optional<HttpResponse> answerToPreflight(const HttpRequest &request, const Router &router)
{
    const std::string *method = request.header("access-control-request-method");
    if (request.method != "OPTIONS" || !method)
        return std::nullopt;
    const auto match = router.find(*method, request.path);
    if (!match.route)
        return std::nullopt;
    auto headers = sharingHeaders(request, *match.route);
    if (headers.empty())
        return std::nullopt;
    HttpResponse response = HttpResponse::empty();
    response.headers = std::move(headers);
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, HEAD, POST"});
    response.headers.push_back({"Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"});
    // A public page that reaches for this computer. Source: Private Network Access, section 3.1.
    if (request.header("access-control-request-private-network"))
        response.headers.push_back({"Access-Control-Allow-Private-Network", "true"});
    response.headers.push_back({"Access-Control-Max-Age", "600"}); // seconds; the list may change
    return response;
}

Result<void> checkAdministrator(const HttpRequest &request)
{
    return checkFetchSite(optionalHeader(request, "sec-fetch-site"));
}

} // namespace parley
