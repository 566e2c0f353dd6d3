#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/random.h"
#include "server/base/result.h"
#include "server/types/webhook_credentials.h"

namespace parley {

// What one attempt carries to prove where it comes from.
struct Signatures {
    std::string
        standard{}; // webhook-signature: "v1,<base64>" for each live secret, newest first; then v1a
    std::string momento{}; // momento-signature: lower case hex; empty without a Momento secret
};

// Signs the exact bytes of a request body. Plain value that holds secrets: never logged.
// Thread: any, one at a time. Source: Standard Webhooks 1.0.0; Momento's webhook documentation.
class Signer
{
public:
    //! Secrets that may be live at once: enough for a rotation that overlaps another.
    static constexpr std::size_t kMaxSecrets = WebhookCredentials::kMaxSecrets;

    //! \param secrets "whsec_" + base64 each, newest first; at least one, at most kMaxSecrets.
    //! \param momentoSecret used as it stands, not decoded; empty leaves that header out.
    //! \param ed25519Key "whsk_" + base64; empty leaves the v1a signature out.
    static Result<Signer> from(std::span<const std::string> secrets, std::string momentoSecret,
                               std::string_view ed25519Key = {});
    //! Of what is live at \p now.
    static Result<Signer> from(const WebhookCredentials &credentials, UtcTime now);

    //! \param id        the webhook-id; holds no dot, because dots separate what is signed.
    //! \param timestamp Unix seconds of this attempt, as in webhook-timestamp.
    Signatures sign(std::string_view id, std::int64_t timestamp, std::string_view body) const;

private:
    Signer() = default;

    std::vector<std::string> m_keys{}; // decoded
    std::string m_momentoSecret{};
    std::string m_ed25519Seed{}; // empty: none
};

std::string makeWebhookSecret(Random &random); // "whsec_" + base64 of 32 bytes
std::string makeEd25519Key(Random &random); // "whsk_" + base64 of 32 bytes
std::string makeMomentoSecret(Random &random); // 43 URL-safe characters, 256 bits

} // namespace parley
