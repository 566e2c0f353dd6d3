#include "server/webhooks/http_delivery_client.h"

#include <utility>

namespace parley {

HttpDeliveryClient::HttpDeliveryClient(const Clock &clock, HostResolver &resolver,
                                       AddressPolicy policy, HttpDeliveryLimits limits) :
    m_clock(clock),
    m_resolver(resolver), m_policy(std::move(policy)), m_limits(limits), m_pool(clock, limits.idle)
{
}

HttpDeliveryClient::~HttpDeliveryClient() = default;

std::uint64_t HttpDeliveryClient::send(HttpDeliveryRequest request, Done done)
{
    PARLEY_ASSERT_OWN_THREAD();
    const std::uint64_t id = ++m_lastId;
    auto exchange = std::make_unique<HttpExchange>(
        HttpExchange::Parts{m_clock, m_policy, m_limits, m_resolver, m_pool}, std::move(request),
        [this, id](HttpDeliveryResult result) { finished(id, std::move(result)); });
    m_open.emplace(id, Open{std::move(exchange), std::move(done)});
    return id;
}

void HttpDeliveryClient::cancel(std::uint64_t id)
{
    PARLEY_ASSERT_OWN_THREAD();
    const auto found = m_open.find(id);
    if (found != m_open.end())
        found->second.exchange->cancel();
}

void HttpDeliveryClient::finished(std::uint64_t id, HttpDeliveryResult result)
{
    auto node = m_open.extract(id);
    Open open = std::move(node.mapped());
    open.exchange.release()->deleteLater(); // it is calling us
    open.done(std::move(result));
}

} // namespace parley
