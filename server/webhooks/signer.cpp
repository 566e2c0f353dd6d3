#include "server/webhooks/signer.h"

#include <array>
#include <utility>

#include "server/base/digest.h"
#include "server/base/encoding.h"

namespace parley {
namespace {

constexpr std::string_view kPrefix = "whsec_";

// Bounds of a decoded key. Standard Webhooks: between 24 and 64 bytes.
constexpr std::size_t kMinKeyBytes = 24;
constexpr std::size_t kMaxKeyBytes = 64;

std::array<std::uint8_t, 32> randomKey(Random &random)
{
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    return bytes;
}

} // namespace

Result<Signer> Signer::from(std::span<const std::string> secrets, std::string momentoSecret)
{
    if (secrets.empty() || secrets.size() > kMaxSecrets)
        return Error{ErrorCode::InvalidArgument, "a webhook has between 1 and 5 live secrets"};
    Signer signer;
    for (const std::string &secret : secrets) {
        if (!secret.starts_with(kPrefix))
            return Error{ErrorCode::InvalidArgument, "a webhook secret begins with whsec_"};
        auto key = fromBase64(std::string_view(secret).substr(kPrefix.size()));
        if (!key || key->size() < kMinKeyBytes || key->size() > kMaxKeyBytes)
            return Error{ErrorCode::InvalidArgument,
                         "a webhook secret is whsec_ and the base64 of 24 to 64 bytes"};
        signer.m_keys.push_back(std::move(*key));
    }
    signer.m_momentoSecret = std::move(momentoSecret);
    return signer;
}

Signatures Signer::sign(std::string_view id, std::int64_t timestamp, std::string_view body) const
{
    std::string content;
    content.reserve(id.size() + body.size() + 24);
    content.append(id).append(".").append(std::to_string(timestamp)).append(".").append(body);

    Signatures out;
    for (const std::string &key : m_keys) {
        if (!out.standard.empty())
            out.standard += ' ';
        out.standard.append("v1,").append(base64(asText(hmacSha256(key, content))));
    }
    if (!m_momentoSecret.empty())
        out.momento = hex(hmacSha3(m_momentoSecret, body));
    return out;
}

std::string makeWebhookSecret(Random &random)
{
    return std::string(kPrefix) + base64(asText(randomKey(random)));
}

std::string makeMomentoSecret(Random &random)
{
    return base64Url(asText(randomKey(random)));
}

} // namespace parley
