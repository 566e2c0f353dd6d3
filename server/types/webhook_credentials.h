#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"

namespace parley {

// Of Standard Webhooks 1.0.0: a secret for both sides, and the two halves of an Ed25519 key.
inline constexpr std::string_view kSecretPrefix = "whsec_";
inline constexpr std::string_view kEd25519SecretPrefix = "whsk_";
inline constexpr std::string_view kEd25519PublicPrefix = "whpk_";

// A header that a webhook's owner adds to each request.
struct CustomHeader {
    std::string name{};
    std::string value{};
    bool isSecret = true; // its value is never shown again

    friend bool operator==(const CustomHeader &, const CustomHeader &) = default;
};

enum class AuthenticationKind : std::uint8_t { None, Basic, Bearer, Aws };
std::string_view wireName(AuthenticationKind kind);
Result<AuthenticationKind> authenticationKindFrom(std::string_view name);

// How Parley proves to an endpoint who it is, beside the signature.
struct Authentication {
    AuthenticationKind kind = AuthenticationKind::None;
    std::string user{}; // Basic: the user; Aws: the access key's id
    std::string secret{}; // Basic: the password; Bearer: the token; Aws: the secret access key
    std::string region{}; // Aws; "": from the ARN or the host name
    std::string service{}; // Aws; "": lambda

    friend bool operator==(const Authentication &, const Authentication &) = default;
};

// What an endpoint's TLS connections are made with. Empty: the system's authorities, no certificate
// of our own.
struct TlsProfile {
    std::string authoritiesPem{}; // in place of the system's
    std::string certificatePem{}; // shown to endpoints that ask for one
    std::string keyPem{}; // its private key, EC or RSA

    friend auto operator<=>(const TlsProfile &, const TlsProfile &) = default;
};

// A signing secret that was replaced and still signs beside the new one.
struct OldSecret {
    std::string text{}; // "whsec_..."
    UtcTime createdAt{};
    UtcTime validUntil{};

    friend bool operator==(const OldSecret &, const OldSecret &) = default;
};

// All of a webhook that is secret or may be. The store seals it as one; it stands in no log, no
// event and no answer, but once where it is made.
struct WebhookCredentials {
    static constexpr std::size_t kMaxHeaders = 16;
    static constexpr std::size_t kMaxHeaderBytes = 4 * 1024; // name and value
    static constexpr std::size_t kMaxUserBytes = 256;
    static constexpr std::size_t kMaxSecretBytes = 4 * 1024;
    static constexpr std::size_t kMaxPemBytes = 64 * 1024;
    static constexpr std::size_t kMaxSecrets = 5; // live at once: a rotation may overlap others

    std::string secret{}; // "whsec_..." of Standard Webhooks: the newest
    UtcTime secretSince{};
    std::vector<OldSecret> olderSecrets{}; // newest first; those that ended go at the next change
    std::string momentoSecret{}; // raw key text of the momento-signature header
    std::string ed25519Key{}; // "whsk_..."; "": no v1a signatures
    std::vector<CustomHeader> headers{};
    Authentication authentication{};
    TlsProfile tls{};

    //! Bounds only; what a header or a certificate may hold is the webhooks room's to say.
    Result<void> check() const;

    friend bool operator==(const WebhookCredentials &, const WebhookCredentials &) = default;
};

} // namespace parley
