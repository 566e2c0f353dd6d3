#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/protocol/http_request.h"

namespace parley {

// An answer in one piece. Plain value.
struct HttpResponse {
    int status = 200;
    std::vector<HttpHeader> headers{}; // beside those that httpText() adds
    std::string contentType{"application/json"}; // of the body, if there is one
    std::string body{};
    bool isStream = false; // its body comes bit by bit, or to HEAD not: a type, and no length

    static HttpResponse json(int status, std::string body);
    static HttpResponse text(int status, std::string_view contentType, std::string body);
    static HttpResponse empty(int status = 204);
    static HttpResponse stream(std::string_view contentType); // only its head
    //! The body of README.md, section 3, and what the status asks for: 401 names the scheme, 426
    //! the version, 429 when to come back. \p status: 0 for that of the code.
    static HttpResponse failure(const Error &error, int status = 0);
};

//! The fields of the answer: its headers, X-Content-Type-Options: nosniff, Cache-Control: no-store,
//! Content-Type and Content-Length as the body asks for. A header with a bad name or value is left
//! out: nothing from outside can begin a line.
std::vector<HttpHeader> httpFields(const HttpResponse &response);

//! The whole answer in HTTP/1.1: httpFields(), and Connection: close unless \p keepAlive.
//! \p headOnly: the answer to HEAD, without the body.
std::string httpText(const HttpResponse &response, bool keepAlive, bool headOnly = false);

//! Head of an answer whose body comes later: chunked, or (\p chunked false, for HTTP/1.0) ended by
//! closing the connection.
std::string httpStreamHead(const HttpResponse &response, bool chunked);
//! As in "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110, section 5.6.7.
std::string httpDate(UtcTime time);

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::string_view reasonPhrase(int status);

} // namespace parley
