#include "server/tls/server_name.h"

#include <algorithm>
#include <cctype>

#include <arpa/inet.h>

namespace parley {
namespace {

constexpr std::size_t kMaxName = 253;
constexpr std::size_t kMaxPart = 63;

std::optional<std::string> normalizedAddress(const std::string &text)
{
    unsigned char bytes[sizeof(in6_addr)]{};
    char normal[INET6_ADDRSTRLEN]{};
    for (const int family : {AF_INET, AF_INET6})
        if (inet_pton(family, text.c_str(), bytes) == 1)
            return inet_ntop(family, bytes, normal, sizeof normal);
    return std::nullopt;
}

bool isNamePart(std::string_view part)
{
    return !part.empty() && part.size() <= kMaxPart && part.front() != '-' && part.back() != '-'
        && std::all_of(part.begin(), part.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

bool isHostName(std::string_view name) // lower case
{
    if (name.size() > kMaxName)
        return false;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t dot = name.find('.', begin);
        const std::string_view part = name.substr(begin, dot - begin);
        if (!isNamePart(part))
            return false;
        if (dot == name.npos) // all digits would be a misspelt address
            return !std::all_of(part.begin(), part.end(),
                                [](char c) { return c >= '0' && c <= '9'; });
        begin = dot + 1;
    }
}

} // namespace

std::optional<std::string> normalizedServerName(std::string_view text)
{
    std::string name(text);
    if (name.find('\0') != name.npos)
        return std::nullopt;
    if (auto address = normalizedAddress(name))
        return address;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    if (!isHostName(name))
        return std::nullopt;
    return name;
}

bool isIpAddress(const std::string &name)
{
    return normalizedAddress(name).has_value();
}

} // namespace parley
