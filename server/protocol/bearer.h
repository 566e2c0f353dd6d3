#pragma once

#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/protocol/http_request.h"

namespace parley {

//! The secret of the Authorization field; nullopt when there is no such field. Another scheme, an
//! empty or a malformed secret is Unauthenticated. The bytes come out exactly as they were sent.
//! Source: RFC 6750, section 2.1.
Result<std::optional<std::string>> bearerSecret(const HttpRequest &request);

} // namespace parley
