#include "server/webhooks/address_policy.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <ifaddrs.h>
#include <netinet/in.h>

namespace parley {
namespace {

struct Range {
    const char *cidr;
    const char *what;
    std::optional<AddressLevel> opensAt; // the level from which on it is allowed; nullopt: never
};

constexpr Range kRangesV4[]{
    {"0.0.0.0/8", "this network", {}},
    {"10.0.0.0/8", "a private network", AddressLevel::Lan},
    {"100.64.0.0/10", "shared address space", {}},
    {"127.0.0.0/8", "loopback", AddressLevel::Local},
    {"169.254.0.0/16", "link-local and cloud metadata", {}},
    {"172.16.0.0/12", "a private network", AddressLevel::Lan},
    {"192.0.0.0/24", "protocol assignments", {}},
    {"192.0.2.0/24", "documentation", {}},
    {"192.88.99.0/24", "6to4 relays", {}},
    {"192.168.0.0/16", "a private network", AddressLevel::Lan},
    {"198.18.0.0/15", "benchmarking", {}},
    {"198.51.100.0/24", "documentation", {}},
    {"203.0.113.0/24", "documentation", {}},
    {"224.0.0.0/4", "multicast", {}},
    {"240.0.0.0/4", "reserved", {}},
};

// Order matters: the narrow rows that no level opens stand first.
constexpr Range kRangesV6[]{
    {"fd00:ec2::254/128", "cloud metadata", {}},
    {"64:ff9b:1::/48", "local NAT64", {}},
    {"::1/128", "loopback", AddressLevel::Local},
    {"::/8", "unspecified or v4-compatible", {}},
    {"100::/64", "discard-only", {}},
    {"2001::/23", "Teredo and protocol assignments", {}},
    {"2001:db8::/32", "documentation", {}},
    {"2002::/16", "6to4", {}},
    {"3fff::/20", "documentation", {}},
    {"5f00::/16", "segment routing", {}},
    {"fc00::/7", "a private network", AddressLevel::Lan},
    {"fe80::/10", "link-local", {}},
    {"fec0::/10", "site-local", {}},
    {"ff00::/8", "multicast", {}},
};

struct Network {
    IpAddress base{};
    int bits = 0;
    const Range *range = nullptr;
};

bool contains(const Network &network, const IpAddress &address)
{
    const int whole = network.bits / 8;
    if (std::memcmp(network.base.bytes.data(), address.bytes.data(),
                    static_cast<std::size_t>(whole)))
        return false;
    const int rest = network.bits % 8;
    if (rest == 0)
        return true;
    const auto at = static_cast<std::size_t>(whole);
    return ((network.base.bytes[at] ^ address.bytes[at]) >> (8 - rest)) == 0;
}

Network parseNetwork(const Range &range)
{
    const std::string_view text = range.cidr;
    const std::size_t slash = text.find('/');
    return {*IpAddress::parse(text.substr(0, slash)), std::atoi(range.cidr + slash + 1), &range};
}

template <std::size_t N>
std::vector<Network> parseAll(const Range (&ranges)[N])
{
    std::vector<Network> networks;
    for (const Range &range : ranges)
        networks.push_back(parseNetwork(range));
    return networks;
}

bool hasPrefix(const IpAddress &address, std::string_view prefix)
{
    return std::memcmp(address.bytes.data(), prefix.data(), prefix.size()) == 0;
}

// The IPv4 address inside a v4-mapped or NAT64 one (RFC 4291 and RFC 6052), else the address
// itself.
IpAddress unwrapped(const IpAddress &address)
{
    using namespace std::string_view_literals;
    static constexpr std::string_view kMapped = "\0\0\0\0\0\0\0\0\0\0\xff\xff"sv;
    static constexpr std::string_view kNat64 = "\0\x64\xff\x9b\0\0\0\0\0\0\0\0"sv;
    if (!address.isV6 || (!hasPrefix(address, kMapped) && !hasPrefix(address, kNat64)))
        return address;
    IpAddress inner;
    std::copy(address.bytes.begin() + 12, address.bytes.end(), inner.bytes.begin());
    return inner;
}

const Range *rangeOf(const IpAddress &address)
{
    static const std::vector<Network> v4 = parseAll(kRangesV4);
    static const std::vector<Network> v6 = parseAll(kRangesV6);
    for (const Network &network : address.isV6 ? v6 : v4)
        if (contains(network, address))
            return network.range;
    static constexpr Range kOutside{"", "outside global unicast", {}};
    const bool globalUnicast = !address.isV6 || (address.bytes[0] & 0xe0) == 0x20; // 2000::/3
    return globalUnicast ? nullptr : &kOutside;
}

bool isLoopback(const IpAddress &address)
{
    const Range *range = rangeOf(address);
    return range && range->opensAt == AddressLevel::Local;
}

} // namespace

std::optional<std::string> AddressPolicy::refusal(const IpAddress &address, std::uint16_t port,
                                                  AddressLevel level) const
{
    if (port == 0)
        return "port 0 is not a port";
    if (level == AddressLevel::Public && port != 80 && port != 443 && port < 1024)
        return "port " + std::to_string(port) + " is not allowed: 80, 443 or 1024 and above";
    const IpAddress target = unwrapped(address);
    const Range *range = rangeOf(target);
    if (range && (!range->opensAt || level < *range->opensAt)) {
        std::string text = address.text() + " is not allowed: " + range->what;
        if (range->opensAt)
            text.append(" needs the level ").append(wireName(*range->opensAt));
        return text;
    }
    const bool ownPort
        = std::find(m_doors.ports.begin(), m_doors.ports.end(), port) != m_doors.ports.end();
    if (ownPort && (isLoopback(target) || (m_doors.isOwnAddress && m_doors.isOwnAddress(target))))
        return "port " + std::to_string(port) + " of this machine is the broker itself";
    return std::nullopt;
}

bool isInterfaceAddress(const IpAddress &address)
{
    ifaddrs *list = nullptr;
    if (getifaddrs(&list) != 0)
        return true; // cannot tell, so refuse
    bool found = false;
    for (const ifaddrs *entry = list; entry && !found; entry = entry->ifa_next) {
        if (!entry->ifa_addr)
            continue;
        if (!address.isV6 && entry->ifa_addr->sa_family == AF_INET)
            found = std::memcmp(&reinterpret_cast<const sockaddr_in *>(entry->ifa_addr)->sin_addr,
                                address.bytes.data(), 4)
                == 0;
        else if (address.isV6 && entry->ifa_addr->sa_family == AF_INET6)
            found = std::memcmp(&reinterpret_cast<const sockaddr_in6 *>(entry->ifa_addr)->sin6_addr,
                                address.bytes.data(), 16)
                == 0;
    }
    freeifaddrs(list);
    return found;
}

} // namespace parley
