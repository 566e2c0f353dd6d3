#include "server/types/token.h"

namespace parley {
namespace {

bool boundCovers(std::uint32_t bound, std::uint32_t other) // 0: none
{
    return bound == 0 || (other != 0 && other <= bound);
}

} // namespace

std::string_view wireName(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Key: return "key";
    case TokenKind::Disposable: return "disposable";
    }
    __builtin_unreachable();
}

Result<TokenKind> tokenKindFrom(std::string_view name)
{
    for (const TokenKind kind : {TokenKind::Key, TokenKind::Disposable})
        if (name == wireName(kind))
            return kind;
    return Error{ErrorCode::InvalidArgument, "kind must be key or disposable"};
}

std::string_view wireName(TokenState state)
{
    switch (state) {
    case TokenState::Active: return "active";
    case TokenState::Expired: return "expired";
    case TokenState::Revoked: return "revoked";
    case TokenState::Used: return "used";
    }
    __builtin_unreachable();
}

Result<TokenState> tokenStateFrom(std::string_view name)
{
    for (const TokenState state :
         {TokenState::Active, TokenState::Expired, TokenState::Revoked, TokenState::Used})
        if (name == wireName(state))
            return state;
    return Error{ErrorCode::InvalidArgument, "state must be active, expired, revoked or used"};
}

TokenState Token::stateAt(UtcTime now) const
{
    if (revokedAt)
        return TokenState::Revoked;
    if (usedAt)
        return TokenState::Used;
    return validUntil && now >= *validUntil ? TokenState::Expired : TokenState::Active;
}

bool TokenLimits::covers(const TokenLimits &other) const
{
    return boundCovers(publishPerSecond, other.publishPerSecond)
        && boundCovers(requestsPerSecond, other.requestsPerSecond)
        && boundCovers(maxConnections, other.maxConnections);
}

} // namespace parley
