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

bool TokenLimits::covers(const TokenLimits &other) const
{
    return boundCovers(publishPerSecond, other.publishPerSecond)
        && boundCovers(requestsPerSecond, other.requestsPerSecond)
        && boundCovers(maxConnections, other.maxConnections);
}

} // namespace parley
