#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "server/auth/publish_rate.h"
#include "server/types/token.h"

namespace parley {

// What a caller asks to be issued.
struct TokenRequest {
    static constexpr std::chrono::hours kMaxLifetime{24 * 366 * 10};
    static constexpr std::uint32_t kMaxConnections = 1'000'000; // no machine has as many

    std::string label{};
    std::string publisherId{};
    TokenKind kind = TokenKind::Key;
    Scope scope{};
    std::vector<std::string> templates{}; // names; the templates need not be there yet
    std::optional<std::chrono::seconds> validFor{}; // nullopt: until revoked
    bool oneUse = false;
    TokenLimits limits{}; // rates at most PublishRate::kMaxPerSecond
    std::vector<std::string> allowedOrigins{}; // as normalizedOrigin() writes them
    bool refreshable = false;
    std::string room{}; // "namespace/name"
    std::string templateName{}; // that it comes from
    std::string issuer{}; // id of the token that asks
};

//! InvalidArgument, LimitExceeded. Source of the rules: server/protocol/README.md, section 6.3.
Result<void> checkTokenRequest(const TokenRequest &request);

//! Text for people: UTF-8 without control characters. \p what names it in errors.
Result<void> checkTokenText(std::string_view what, std::string_view text, std::size_t maxBytes);

} // namespace parley
