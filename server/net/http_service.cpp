#include "server/net/http_service.h"

namespace parley {
namespace {

bool changesState(const HttpRequest &request)
{
    return request.method != "GET" && request.method != "HEAD";
}

std::optional<std::string_view> optionalHeader(const HttpRequest &request, std::string_view name)
{
    const std::string *value = request.header(name);
    return value ? std::optional<std::string_view>(*value) : std::nullopt;
}

} // namespace

HttpService::Admission HttpService::admit(const HttpRequest &head) const
{
    if (auto ok = checkSender(head); !ok)
        return {HttpResponse::failure(ok.error())};
    const auto allowed = m_handler.admit(head);
    if (!allowed)
        return {m_handler.refusal(head, allowed.error())};
    return {std::nullopt, *allowed};
}

Result<void> HttpService::checkSender(const HttpRequest &request) const
{
    if (auto ok = checkHost(request.authority, m_rules); !ok)
        return ok;
    if (auto ok = checkOrigin(optionalHeader(request, "origin"), m_rules); !ok)
        return ok;
    // A page that is on the list may write, where its token lets it; other sites may not.
    if (changesState(request) && !request.header("origin"))
        return checkFetchSite(optionalHeader(request, "sec-fetch-site"));
    return {};
}

void HttpService::handle(std::shared_ptr<ServedRequest> exchange) const
{
    m_handler.handle(std::move(exchange));
}

HttpResponse HttpService::dated(HttpResponse response) const
{
    response.headers.push_back({"Date", httpDate(m_clock.utc())});
    return response;
}

} // namespace parley
