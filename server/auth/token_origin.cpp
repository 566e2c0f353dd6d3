#include "server/auth/token_origin.h"

#include <algorithm>

#include "server/protocol/host_policy.h"

namespace parley {

Result<void> checkTokenOrigin(const Token &token, std::optional<std::string_view> origin)
{
    const auto &allowed = token.allowedOrigins;
    if (allowed.empty())
        return {};
    const auto page = origin ? normalizedOrigin(*origin) : std::nullopt;
    if (page && std::find(allowed.begin(), allowed.end(), *page) != allowed.end())
        return {};
    return Error{ErrorCode::OriginRefused, "the token is for the web pages it was issued for only"};
}

} // namespace parley
