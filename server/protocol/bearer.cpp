#include "server/protocol/bearer.h"

#include <algorithm>

#include "server/protocol/http_fields.h"

namespace parley {

Result<std::optional<std::string>> bearerSecret(const HttpRequest &request)
{
    constexpr std::string_view kScheme = "bearer ";
    const std::string *field = request.header("authorization");
    if (!field)
        return std::optional<std::string>{};
    const auto value = std::string_view(*field);
    const auto secret = value.substr(std::min(kScheme.size(), value.size()));
    const bool visible
        = std::all_of(secret.begin(), secret.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!equalIgnoringCase(value.substr(0, kScheme.size()), kScheme) || secret.empty() || !visible)
        return Error{ErrorCode::Unauthenticated, "Authorization is not \"Bearer SECRET\""};
    return std::optional(std::string(secret));
}

} // namespace parley
