#include "server/protocol/host_policy.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

struct Authority {
    std::string_view host{};
    std::optional<std::uint16_t> port{};
};

std::optional<std::uint16_t> portFrom(std::string_view text) // 1 to 65535, no leading zero
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || text.front() == '0' || error != std::errc{}
        || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

bool isHost(std::string_view text) // a name, an IPv4 address, or an IPv6 address in brackets
{
    const bool address = text.size() > 2 && text.front() == '[' && text.back() == ']';
    const auto inner = address ? text.substr(1, text.size() - 2) : text;
    return !inner.empty() && std::all_of(inner.begin(), inner.end(), [address](char c) {
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (address)
            return hex || c == ':' || c == '.';
        return hex || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-'
            || c == '_';
    });
}

std::optional<Authority> parseAuthority(std::string_view text)
{
    const auto bracket = text.find(']');
    const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
    const auto host = text.substr(0, colon);
    if (!isHost(host))
        return std::nullopt;
    if (colon == text.npos)
        return Authority{host, std::nullopt};
    const auto port = portFrom(text.substr(colon + 1));
    if (!port)
        return std::nullopt;
    return Authority{host, port};
}

std::uint16_t defaultPort(bool tls)
{
    return tls ? 443 : 80;
}

bool isKnownName(std::string_view host, const HostRules &rules)
{
    static constexpr std::array<std::string_view, 3> kLoopback{"localhost", "127.0.0.1", "[::1]"};
    const auto same = [host](std::string_view name) { return equalIgnoringCase(name, host); };
    return std::any_of(kLoopback.begin(), kLoopback.end(), same)
        || std::any_of(rules.names.begin(), rules.names.end(), same);
}

} // namespace

Result<void> checkHost(std::string_view text, const HostRules &rules)
{
    const auto authority = parseAuthority(text);
    if (!authority || !isKnownName(authority->host, rules)
        || authority->port.value_or(defaultPort(rules.tls)) != rules.port)
        return Error{ErrorCode::HostRefused, "the Host field does not name this broker"};
    return {};
}

std::optional<std::string> normalizedOrigin(std::string_view origin)
{
    const std::string text = lowerCased(origin);
    const bool tls = text.starts_with("https://");
    if (!tls && !text.starts_with("http://"))
        return std::nullopt;
    const std::string_view scheme = tls ? "https://" : "http://";
    const auto authority = parseAuthority(std::string_view(text).substr(scheme.size()));
    if (!authority)
        return std::nullopt;
    std::string normal = std::string(scheme) + std::string(authority->host);
    if (authority->port && *authority->port != defaultPort(tls))
        normal.append(":").append(std::to_string(*authority->port));
    return normal;
}

Result<void> checkOrigin(std::optional<std::string_view> origin, const HostRules &rules)
{
    if (!origin)
        return {};
    const auto page = normalizedOrigin(*origin);
    const bool listed = page
        && std::any_of(rules.origins.begin(), rules.origins.end(),
                       [&](const auto &other) { return normalizedOrigin(other) == page; });
    if (!listed)
        return Error{ErrorCode::OriginRefused, "this web page is not on the allow-list"};
    return {};
}

Result<void> checkFetchSite(std::optional<std::string_view> secFetchSite)
{
    if (secFetchSite && *secFetchSite == "cross-site")
        return Error{ErrorCode::OriginRefused, "a request from another site"};
    return {};
}

} // namespace parley
