#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "server/base/error.h"
#include "server/protocol/http_request.h"

// What a request may say, whichever HTTP carried it. Each function puts one piece into the request
// or says why not; a request is never used after a failure. Source: RFC 9110. Pure functions.
namespace parley {

// Why a request was refused, and with which status. The status is that of the code, save 417 and
// 505, which have no code of their own.
struct HttpFailure {
    Error error;
    int status = 400;
};
using HttpCheck = std::optional<HttpFailure>; // nullopt: fine

HttpFailure httpFailure(ErrorCode code, std::string_view why);

HttpCheck putMethod(HttpRequest &request, std::string_view method);
//! "/path?query", the absolute form, or "*" for OPTIONS.
HttpCheck putTarget(HttpRequest &request, std::string_view target);
//! \p field is well-formed and its name in lower case. Fields of one name are joined by ", "; one
//! that has a single value is refused the second time.
HttpCheck putField(HttpRequest &request, HttpHeader field);

HttpCheck readContentLength(std::string_view value, std::uint64_t &length);
//! \p expectContinue: whether the client waits for "100 Continue".
HttpCheck readExpectation(const HttpRequest &request, bool &expectContinue);
HttpCheck refuseContentCoding(const HttpRequest &request);

} // namespace parley
