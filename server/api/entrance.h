#pragma once

#include "server/api/api_context.h"
#include "server/api/router.h"

namespace parley {

//! What a valid token must fulfil for one request beside having the right to it: its rate, and that
//! a one-use token is used once. Then \p handle gets the call, else the call is answered with why
//! not. \p handle outlives the call.
void enterWithToken(ApiContext &context, const CallPtr &call, const Router::Handle &handle);

//! The web page that a request comes from; nullopt: from none.
std::optional<std::string_view> originOf(const HttpRequest &request);

} // namespace parley
