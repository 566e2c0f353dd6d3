#include "server/webhooks/request_head.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "server/webhooks/response_parser.h"

namespace parley {
namespace {

// Set here, or would change the framing, so nobody else may.
constexpr std::array<std::string_view, 9> kOwn{
    "host",    "content-length", "transfer-encoding", "connection", "te", "trailer",
    "upgrade", "expect",         "accept-encoding"};

// Credentials: sent, never kept.
constexpr std::array<std::string_view, 5> kMasked{"authorization", "proxy-authorization", "cookie",
                                                  "x-api-key", "api-key"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N> &names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string lower(std::string text)
{
    for (char &c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return text;
}

} // namespace

bool RequestHead::mayBeSet(std::string_view name)
{
    const std::string key = lower(std::string(name));
    return isHeaderName(name) && !holds(kOwn, key) && key != "momento-signature"
        && key != "user-agent" && key != "content-type" && key != "parley-hops"
        && !key.starts_with("webhook-");
}

Result<RequestHead> RequestHead::build(const EndpointUrl &url, std::span<const HeaderField> headers,
                                       std::size_t bodyBytes)
{
    RequestHead head;
    const auto add = [&head](std::string_view line) {
        head.wire.append(line);
        head.shown.append(line);
    };
    add("POST " + url.target + " HTTP/1.1\r\nHost: " + url.authority() + "\r\n");
    add("Content-Length: " + std::to_string(bodyBytes) + "\r\nAccept-Encoding: identity\r\n");
    for (const auto &[name, value, isSecret] : headers) {
        const std::string key = lower(name);
        if (!isHeaderName(name) || holds(kOwn, key))
            return Error{ErrorCode::InvalidArgument, "this header cannot be set"};
        if (!isHeaderValue(value))
            return Error{ErrorCode::InvalidArgument, "a header value holds a control character"};
        head.wire.append(name).append(": ").append(value).append("\r\n");
        head.shown.append(name).append(": ");
        const bool masked = isSecret || holds(kMasked, key);
        head.shown.append(masked ? std::string_view("***") : value).append("\r\n");
    }
    add("\r\n");
    if (head.wire.size() > kMaxBytes)
        return Error{ErrorCode::InvalidArgument, "the headers are longer than 64 KiB"};
    return head;
}

} // namespace parley
