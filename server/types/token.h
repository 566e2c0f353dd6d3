#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/base/digest.h"
#include "server/types/grant.h"

namespace parley {

enum class TokenKind : std::uint8_t {
    Key, // long-lived; may administer, may issue
    Disposable, // must expire soon; messages only, issues nothing
};
std::string_view wireName(TokenKind kind); // "key", "disposable"
Result<TokenKind> tokenKindFrom(std::string_view name);

enum class TokenState : std::uint8_t { Active, Expired, Revoked, Used };
std::string_view wireName(TokenState state); // "active", "expired", "revoked", "used"
Result<TokenState> tokenStateFrom(std::string_view name);

// How fast and how often a token may be used. 0: no bound.
struct TokenLimits {
    std::uint32_t publishPerSecond = 0; // messages over all connections
    std::uint32_t requestsPerSecond = 0; // of HTTP
    std::uint32_t maxConnections = 0; // sockets and event streams at the same time

    bool covers(const TokenLimits &other) const; // no bound of other is looser than here
    friend bool operator==(const TokenLimits &, const TokenLimits &) = default;
};

// All that is kept of a token's secrets: their SHA-256.
struct TokenDigests {
    TokenDigests() = default;
    TokenDigests(const Sha256Digest &secret) : current(secret) {}

    Sha256Digest current{};
    std::optional<Sha256Digest> previous{}; // works until Token::previousSecretUntil
    std::optional<Sha256Digest> refresh{}; // of the secret that asks for the next one

    friend bool operator==(const TokenDigests &, const TokenDigests &) = default;
};

// A credential, without its secret: the secret is shown once and only its SHA-256 is kept.
struct Token {
    static constexpr std::size_t kMaxLabelBytes = 128;
    static constexpr std::size_t kMaxPublisherIdBytes = 64; // Momento's limit for token ids
    static constexpr std::size_t kMaxTemplates = 16; // that one key may issue from
    static constexpr std::size_t kMaxOrigins = 16;
    static constexpr std::chrono::hours kMaxDisposable{25}; // a day, and slack for its renewal

    std::string id{}; // "tok_" + ULID
    TokenKind kind = TokenKind::Key;
    std::string label{}; // for people, UTF-8
    std::string publisherId{}; // stamped on what it publishes; "" stamps nothing
    Scope scope{};
    std::vector<std::string> templates{}; // it may issue from these, whatever it holds itself
    std::string issuer{}; // id of the token that issued it; "": the broker
    std::string templateName{}; // that it was issued from; "": none
    std::string room{}; // "namespace/name" that it was issued for; "": none
    UtcTime createdAt{};
    std::optional<UtcTime> validUntil{}; // nullopt: until revoked
    std::optional<UtcTime> revokedAt{};
    std::optional<UtcTime> lastUsedAt{}; // as stored: a minute late at most
    bool oneUse = false;
    std::optional<UtcTime> usedAt{}; // of a one-use token
    TokenLimits limits{};
    std::vector<std::string> allowedOrigins{}; // web pages only, and these; empty: from anywhere
    std::optional<UtcTime> previousSecretUntil{}; // a rotation's overlap
    bool refreshable = false; // by its refresh secret, for validFor again
    std::chrono::seconds validFor{0}; // as it was asked for; 0: until revoked

    bool isValidAt(UtcTime now) const { return stateAt(now) == TokenState::Active; }
    TokenState stateAt(UtcTime now) const;
};

} // namespace parley
