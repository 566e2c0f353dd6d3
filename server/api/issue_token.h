#pragma once

#include "server/api/api_call.h"
#include "server/api/api_context.h"

namespace parley {

//! Makes and stores a token, and answers the call with it and its secret (201), or with why not.
void issueToken(ApiContext &context, const CallPtr &call, const TokenRequest &request);

} // namespace parley
