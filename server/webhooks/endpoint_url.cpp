#include "server/webhooks/endpoint_url.h"

#include <algorithm>

#include <QString>
#include <QUrl>

namespace parley {
namespace {

Error bad(std::string text)
{
    return Error{ErrorCode::InvalidArgument, std::move(text)};
}

bool isForbiddenByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>';
}

bool isHostByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

std::string encodedHost(const QUrl &url)
{
    return url.host(QUrl::FullyEncoded).toStdString();
}

// The host of the URL, with one trailing dot gone and then read again: "127.1." is a name for QUrl,
// but "127.1" is an address.
Result<std::string> hostOf(QUrl &url)
{
    std::string host = encodedHost(url);
    if (host.ends_with('.')) {
        host.pop_back();
        url.setHost(QString::fromStdString(host), QUrl::StrictMode);
        host = encodedHost(url);
    }
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    if (host.empty() || host.size() > 253)
        return bad("the URL needs a host");
    if (host.find(':') != host.npos) {
        if (!IpAddress::parse(host))
            return bad("the URL's host is not an address without a scope");
        return host;
    }
    if (!std::all_of(host.begin(), host.end(), isHostByte) || host.front() == '.'
        || host.ends_with('.') || host.find("..") != host.npos)
        return bad("the URL's host is not a name or an address");
    return host;
}

Result<void> checkFunctionUrl(std::string_view name)
{
    static constexpr std::size_t kMaxNameBytes = 64;
    const bool fits = !name.empty() && name.size() <= kMaxNameBytes && name.front() >= 'a'
        && name.front() <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
    if (!fits)
        return bad("after function: comes a name of a-z, 0-9 and -");
    return {};
}

bool isLocalName(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost");
}

} // namespace

Result<EndpointUrl> EndpointUrl::parse(std::string_view text)
{
    if (text.empty() || text.size() > Webhook::kMaxUrlBytes)
        return bad("a URL has between 1 and 2048 bytes");
    if (std::any_of(text.begin(), text.end(), isForbiddenByte))
        return bad("the URL holds a space, a control, a quote or a backslash");
    const QUtf8StringView utf8(text.data(), static_cast<qsizetype>(text.size()));
    if (!utf8.isValidUtf8())
        return bad("the URL is not UTF-8");
    QUrl url(utf8.toString(), QUrl::StrictMode);
    if (!url.isValid() || url.isRelative())
        return bad("this is not a URL");
    const QString scheme = url.scheme();
    EndpointUrl endpoint;
    endpoint.secure = scheme == QLatin1String("https");
    if (!endpoint.secure && scheme != QLatin1String("http"))
        return bad("the URL must begin with http:// or https://");
    if (url.authority(QUrl::FullyEncoded).contains(QLatin1Char('@')))
        return bad("the URL must not hold a user or a password");
    if (url.hasFragment())
        return bad("the URL must not hold a fragment (#)");

    auto host = hostOf(url);
    if (!host)
        return host.error();
    endpoint.host = std::move(*host);
    endpoint.literal = IpAddress::parse(endpoint.host);
    const int port = url.port(endpoint.secure ? 443 : 80);
    if (port < 1 || port > 65535)
        return bad("the URL's port is not between 1 and 65535");
    endpoint.port = static_cast<std::uint16_t>(port);

    endpoint.target = url.path(QUrl::FullyEncoded).toStdString();
    if (endpoint.target.empty())
        endpoint.target = "/";
    if (url.hasQuery())
        endpoint.target += "?" + url.query(QUrl::FullyEncoded).toStdString();
    if (endpoint.target.front() != '/'
        || std::any_of(endpoint.target.begin(), endpoint.target.end(), isForbiddenByte))
        return bad("the URL's path is not well formed");
    return endpoint;
}

std::string EndpointUrl::authority() const
{
    std::string text = literal && literal->isV6 ? "[" + host + "]" : host;
    if (port != (secure ? 443 : 80))
        text += ":" + std::to_string(port);
    return text;
}

Result<void> checkWebhookUrl(std::string_view url, AddressLevel level, const AddressPolicy &policy)
{
    static constexpr std::string_view kFunction = "function:";
    if (url.starts_with(kFunction))
        return checkFunctionUrl(url.substr(kFunction.size()));
    const auto endpoint = EndpointUrl::parse(url);
    if (!endpoint)
        return endpoint.error();
    // A name is judged by an address that every level allows, so that only its port counts.
    static const IpAddress anyPublic = *IpAddress::parse("1.1.1.1");
    if (auto reason = policy.refusal(endpoint->literal.value_or(anyPublic), endpoint->port, level))
        return bad(std::move(*reason));
    if (isLocalName(endpoint->host) && level != AddressLevel::Local)
        return bad("localhost is not allowed: loopback needs the level local");
    return {};
}

} // namespace parley
