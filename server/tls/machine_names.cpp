#include "server/tls/machine_names.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <unistd.h>

#include "server/tls/server_name.h"

namespace parley {
namespace {

std::string textOf(const sockaddr *address) // "" when it cannot stand in a certificate
{
    char text[INET6_ADDRSTRLEN]{};
    if (address->sa_family == AF_INET) {
        const auto *v4 = reinterpret_cast<const sockaddr_in *>(address);
        return inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text) ? text : "";
    }
    if (address->sa_family != AF_INET6)
        return {};
    const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(address);
    if (IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr))
        return {};
    return inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text) ? text : "";
}

} // namespace

std::string machineName()
{
    char name[256]{};
    if (gethostname(name, sizeof name - 1) != 0)
        return "localhost";
    return normalizedServerName(name).value_or("localhost");
}

std::vector<std::string> loopbackNames()
{
    return {machineName(), "localhost", "127.0.0.1", "::1"};
}

std::vector<std::string> interfaceAddresses()
{
    ifaddrs *all = nullptr;
    if (getifaddrs(&all) != 0)
        return {};
    std::vector<std::string> addresses;
    for (const ifaddrs *each = all; each; each = each->ifa_next) {
        if (!each->ifa_addr || (each->ifa_flags & IFF_UP) == 0)
            continue;
        if (std::string text = textOf(each->ifa_addr); !text.empty())
            addresses.push_back(std::move(text));
    }
    freeifaddrs(all);
    return addresses;
}

} // namespace parley
