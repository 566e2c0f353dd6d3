#pragma once

#include <optional>
#include <string_view>

#include "server/base/result.h"
#include "server/types/token.h"

namespace parley {

//! OriginRefused unless the token works from everywhere, or \p origin is a page that it is for.
Result<void> checkTokenOrigin(const Token &token, std::optional<std::string_view> origin);

} // namespace parley
