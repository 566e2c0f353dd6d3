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
        return {ok.error(), true};
    const auto allowed = m_handler.admit(head);
    if (!allowed)
        return {allowed.error()};
    return {std::nullopt, false, *allowed};
}

HttpResponse HttpService::refusal(const Admission &admission, const HttpRequest &head,
                                  std::string_view peer) const
{
    if (admission.isStranger)
        return HttpResponse::failure(*admission.refusedBy);
    return m_handler.refusal(head, peer, *admission.refusedBy);
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
