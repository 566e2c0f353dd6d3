#include "server/net/http_start.h"

#include <algorithm>

#include "server/net/http2_connection.h"
#include "server/net/http_connection.h"
#include "server/protocol/limits.h"

namespace parley {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

} // namespace

std::unique_ptr<ConnectionHandler> HttpStart::byPreface(Connection &connection,
                                                        const HttpService &service)
{
    return std::make_unique<HttpStart>(connection, service);
}

HttpStart::HttpStart(Connection &connection, const HttpService &service) :
    m_connection(connection), m_service(service), m_since(service.now())
{
}

void HttpStart::received(std::span<char> bytes)
{
    const std::size_t before = m_held.size();
    m_held.append(bytes.data(), std::min(bytes.size(), kPreface.size() - m_held.size()));
    if (m_held.size() < kPreface.size() && kPreface.starts_with(m_held))
        return;
    std::unique_ptr<ConnectionHandler> next;
    if (m_held == kPreface)
        next = std::make_unique<Http2Connection>(m_connection, m_service, m_since);
    else
        next = std::make_unique<HttpConnection>(m_connection, m_service, m_since);
    std::string earlier = m_held.substr(0, before); // usually nothing
    ConnectionHandler &handler = hand(std::move(next));
    if (!earlier.empty()) {
        earlier.append(bytes.data(), bytes.size());
        bytes = earlier;
    }
    handler.received(bytes); // the last effect: it may replace its handler, and this goes
}

// A client that never comes to the point is told so in HTTP/1.1.
void HttpStart::tick(MonotonicTime now)
{
    if (now - m_since < limits::kHeaderTime)
        return;
    hand(std::make_unique<HttpConnection>(m_connection, m_service, m_since)).tick(now);
}

ConnectionHandler &HttpStart::hand(std::unique_ptr<ConnectionHandler> next)
{
    ConnectionHandler &handler = *next;
    m_connection.setHandler(std::move(next)); // this stays alive until the bytes are read
    return handler;
}

} // namespace parley
