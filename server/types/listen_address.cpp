#include "server/types/listen_address.h"

#include <charconv>
#include <optional>

#include <arpa/inet.h>

namespace parley {
namespace {

std::optional<std::uint16_t> listenPort(std::string_view text) // 0 to 65535, digits only
{
    std::uint16_t port = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, port);
    if (text.empty() || error != std::errc{} || stop != end || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    return port;
}

std::optional<std::string> oneSpelling(const std::string &host, int family)
{
    unsigned char bytes[sizeof(in6_addr)]{};
    char text[INET6_ADDRSTRLEN]{};
    if (host.find('\0') != host.npos || inet_pton(family, host.c_str(), bytes) != 1
        || !inet_ntop(family, bytes, text, sizeof text))
        return std::nullopt;
    return text;
}

} // namespace

Result<ListenAddress> ListenAddress::parse(std::string_view text)
{
    const Error error{ErrorCode::InvalidArgument,
                      "not an address to listen on: use ADDRESS:PORT, such as 192.168.1.5:8443 or "
                      "[fd00::5]:8443"};
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos)
        return error;
    const auto port = listenPort(text.substr(colon + 1));
    const bool v6 = colon > 1 && text.front() == '[' && text[colon - 1] == ']';
    const auto host
        = oneSpelling(std::string(v6 ? text.substr(1, colon - 2) : text.substr(0, colon)),
                      v6 ? AF_INET6 : AF_INET);
    if (!port || !host)
        return error;
    return ListenAddress(*host, *port, v6);
}

bool ListenAddress::isLoopback() const
{
    return m_v6 ? m_host == "::1" : m_host.starts_with("127.");
}

std::string ListenAddress::authority() const
{
    return (m_v6 ? '[' + m_host + ']' : m_host) + ':' + std::to_string(m_port);
}

} // namespace parley
