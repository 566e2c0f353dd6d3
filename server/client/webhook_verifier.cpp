#include "server/client/webhook_verifier.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "server/base/digest.h"
#include "server/base/encoding.h"

namespace parley::client {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::string_view kVersion = "v1,";

Error refused(const char *why)
{
    return {ErrorCode::Unauthenticated, why};
}

std::optional<std::int64_t> wholeSeconds(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

} // namespace

Result<WebhookVerifier> WebhookVerifier::from(std::string_view secret)
{
    constexpr std::size_t kMinBytes = 24;
    constexpr std::size_t kMaxBytes = 64;
    auto key
        = secret.starts_with(kPrefix) ? fromBase64(secret.substr(kPrefix.size())) : std::nullopt;
    if (!key || key->size() < kMinBytes || key->size() > kMaxBytes)
        return Error{ErrorCode::InvalidArgument,
                     "a webhook's secret is whsec_ and the base64 of 24 to 64 bytes"};
    return WebhookVerifier(std::move(*key));
}

Result<void> WebhookVerifier::check(const Signed &delivery, UtcTime now) const
{
    if (delivery.id.empty() || delivery.id.find('.') != std::string_view::npos)
        return refused("the header webhook-id is missing or holds a dot");
    const auto seconds = wholeSeconds(delivery.timestamp);
    if (!seconds)
        return refused("the header webhook-timestamp is missing or no number");
    const std::int64_t here = epochMilliseconds(now) / 1000;
    if (*seconds < here - kTolerance.count() || *seconds > here + kTolerance.count())
        return refused("the delivery is older or newer than five minutes");
    std::string content;
    content.append(delivery.id).append(".").append(delivery.timestamp).append(".");
    content.append(delivery.body);
    const std::string wanted = base64(asText(hmacSha256(m_key, content)));
    std::string_view rest = delivery.signature;
    for (std::size_t i = 0; i < kMaxSignatures && !rest.empty(); ++i) {
        const std::string_view one = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        if (one.starts_with(kVersion) && equalConstantTime(one.substr(kVersion.size()), wanted))
            return {};
    }
    return refused("no signature is that of the webhook's secret");
}

} // namespace parley::client
