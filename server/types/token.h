#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/base/clock.h"
#include "server/types/grant.h"

namespace parley {

// A credential, without its secret: the secret is shown once and only its SHA-256 is kept.
struct Token {
    static constexpr std::size_t kMaxLabelBytes = 128;
    static constexpr std::size_t kMaxPublisherIdBytes = 64; // Momento's limit for token ids

    std::string id{}; // "tok_" + ULID
    std::string label{}; // for people, UTF-8
    std::string publisherId{}; // stamped on what it publishes; "" stamps nothing
    Scope scope{};
    UtcTime createdAt{};
    std::optional<UtcTime> validUntil{}; // nullopt: until revoked
    std::uint32_t publishPerSecond = 0; // messages over all connections; 0: no bound
    std::optional<UtcTime> revokedAt{};

    bool isValidAt(UtcTime now) const { return !revokedAt && (!validUntil || now < *validUntil); }
};

} // namespace parley
