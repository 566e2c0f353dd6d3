#pragma once

#include "server/base/result.h"
#include "server/types/token.h"

namespace parley {

//! Whether \p holder may hand out \p wanted: a token gives no more than it holds itself, in rights,
//! areas, templates, time, origins, rates and connections. A holder with the admin scope holds
//! everything. PermissionDenied, which names what is missing.
Result<void> checkDelegation(const Token &holder, const Token &wanted);

} // namespace parley
