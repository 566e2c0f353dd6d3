#pragma once

#include <optional>
#include <vector>

#include "server/api/router.h"
#include "server/protocol/http_request.h"
#include "server/protocol/http_response.h"

namespace parley {

// Web pages of listed origins may use the data routes (those that any token opens) with fetch() and
// EventSource; administration is shared with no page. That the origin is listed was checked before
// the request came here. Source: Fetch Standard, section 3.2, "CORS protocol".

//! Fields that let the page of \p request read the answer; none when no page asks, or the route is
//! not shared.
std::vector<HttpHeader> sharingHeaders(const HttpRequest &request, const Router::Route &route);

//! The answer to the question whether a page may send what \p request describes; nullopt when it is
//! no such question, or there is no such route to share.
std::optional<HttpResponse> answerToPreflight(const HttpRequest &request, const Router &router);

//! OriginRefused for an administrative request that a browser sends on behalf of another site.
Result<void> checkAdministrator(const HttpRequest &request);

} // namespace parley
