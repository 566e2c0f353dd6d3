#include "server/webhooks/ip_address.h"

#include <arpa/inet.h>

namespace parley {

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos)
        return std::nullopt;
    const std::string copy(text); // inet_pton wants an end
    IpAddress address;
    address.isV6 = text.find(':') != text.npos;
    if (inet_pton(address.isV6 ? AF_INET6 : AF_INET, copy.c_str(), address.bytes.data()) != 1)
        return std::nullopt;
    return address;
}

std::string IpAddress::text() const
{
    char buffer[INET6_ADDRSTRLEN]{};
    inet_ntop(isV6 ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
    return buffer;
}

} // namespace parley
