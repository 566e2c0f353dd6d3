#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/base/clock.h"
#include "server/types/grant.h"

namespace parley {

enum class TokenKind : std::uint8_t {
    Key, // long-lived; may administer, may issue
    Disposable, // must expire soon; messages only, issues nothing
};
std::string_view wireName(TokenKind kind); // "key", "disposable"
Result<TokenKind> tokenKindFrom(std::string_view name);

// How fast and how often a token may be used. 0: no bound.
struct TokenLimits {
    std::uint32_t publishPerSecond = 0; // messages over all connections
    std::uint32_t requestsPerSecond = 0; // of HTTP
    std::uint32_t maxConnections = 0; // sockets and event streams at the same time

    bool covers(const TokenLimits &other) const; // no bound of other is looser than here
    friend bool operator==(const TokenLimits &, const TokenLimits &) = default;
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
    bool refreshable = false; // by its refresh secret, for as long again as it lived

    bool isValidAt(UtcTime now) const { return !revokedAt && (!validUntil || now < *validUntil); }
};

} // namespace parley
