#include "server/webhooks/signer.h"

#include <array>
#include <utility>

#include "server/base/digest.h"
#include "server/base/ed25519.h"
#include "server/base/encoding.h"

namespace parley {
namespace {

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

Result<Signer> Signer::from(std::span<const std::string> secrets, std::string momentoSecret,
                            std::string_view ed25519Key)
{
    if (secrets.empty() || secrets.size() > kMaxSecrets)
        return Error{ErrorCode::InvalidArgument, "a webhook has between 1 and 5 live secrets"};
    Signer signer;
    for (const std::string &secret : secrets) {
        if (!secret.starts_with(kSecretPrefix))
            return Error{ErrorCode::InvalidArgument, "a webhook secret begins with whsec_"};
        auto key = fromBase64(std::string_view(secret).substr(kSecretPrefix.size()));
        if (!key || key->size() < kMinKeyBytes || key->size() > kMaxKeyBytes)
            return Error{ErrorCode::InvalidArgument,
                         "a webhook secret is whsec_ and the base64 of 24 to 64 bytes"};
        signer.m_keys.push_back(std::move(*key));
    }
    signer.m_momentoSecret = std::move(momentoSecret);
    if (ed25519Key.empty())
        return signer;
    const bool isKey = ed25519Key.starts_with(kEd25519SecretPrefix);
    auto seed = isKey ? fromBase64(ed25519Key.substr(kEd25519SecretPrefix.size())) : std::nullopt;
    if (!seed || seed->size() != kEd25519SeedBytes)
        return Error{ErrorCode::InvalidArgument,
                     "an Ed25519 key is whsk_ and the base64 of 32 bytes"};
    signer.m_ed25519Seed = *std::move(seed);
    return signer;
}

Result<Signer> Signer::from(const WebhookCredentials &credentials, UtcTime now)
{
    std::vector<std::string> secrets{credentials.secret};
    for (const OldSecret &old : credentials.olderSecrets)
        if (old.validUntil > now && secrets.size() < kMaxSecrets)
            secrets.push_back(old.text);
    return from(secrets, credentials.momentoSecret, credentials.ed25519Key);
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
    if (!m_ed25519Seed.empty())
        if (const auto signature = ed25519Sign(m_ed25519Seed, content))
            out.standard.append(" v1a,").append(base64(*signature));
    if (!m_momentoSecret.empty())
        out.momento = hex(hmacSha3(m_momentoSecret, body));
    return out;
}

std::string makeWebhookSecret(Random &random)
{
    return std::string(kSecretPrefix) + base64(asText(randomKey(random)));
}

std::string makeEd25519Key(Random &random)
{
    return std::string(kEd25519SecretPrefix) + base64(asText(randomKey(random)));
}

std::string makeMomentoSecret(Random &random)
{
    return base64Url(asText(randomKey(random)));
}

} // namespace parley
