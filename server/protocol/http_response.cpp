#include "server/protocol/http_response.h"

#include <charconv>
#include <chrono>
#include <cstdio>

#include "server/protocol/envelope.h"
#include "server/protocol/http_fields.h"

namespace parley {
namespace {

void appendField(std::string &out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

std::string headBegin(const HttpResponse &response)
{
    std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    out.append(reasonPhrase(response.status)).append("\r\n");
    for (const HttpHeader &field : httpFields(response))
        appendField(out, field.name, field.value);
    return out;
}

bool mayHaveBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

// Nothing from outside can begin a line.
std::vector<HttpHeader> cleaned(std::vector<HttpHeader> fields)
{
    std::erase_if(fields, [](const HttpHeader &field) {
        return !isToken(field.name) || !isFieldValue(field.value);
    });
    return fields;
}

} // namespace

HttpResponse HttpResponse::json(int status, std::string body)
{
    return text(status, "application/json", std::move(body));
}

HttpResponse HttpResponse::text(int status, std::string_view contentType, std::string body)
{
    HttpResponse response;
    response.status = status;
    response.contentType = contentType;
    response.body = std::move(body);
    return response;
}

HttpResponse HttpResponse::empty(int status)
{
    return text(status, {}, {});
}

HttpResponse HttpResponse::stream(std::string_view contentType)
{
    HttpResponse response = text(200, contentType, {});
    response.isStream = true;
    return response;
}

HttpResponse HttpResponse::failure(const Error &error, int status)
{
    HttpResponse response = json(status == 0 ? httpStatus(error.code) : status, errorBody(error));
    if (error.code == ErrorCode::Unauthenticated)
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
    if (error.code == ErrorCode::RateLimited)
        response.headers.push_back({"Retry-After", "1"}); // its bucket holds one second
    if (error.code == ErrorCode::UpgradeRequired) {
        response.headers.push_back({"Upgrade", "websocket"});
        response.headers.push_back({"Sec-WebSocket-Version", "13"});
    }
    return response;
}

std::vector<HttpHeader> httpFields(const HttpResponse &response)
{
    std::vector<HttpHeader> fields = response.headers;
    fields.push_back({"X-Content-Type-Options", "nosniff"});
    fields.push_back({"Cache-Control", "no-store"});
    if (response.isStream)
        fields.push_back({"Content-Type", response.contentType});
    if (response.isStream || !mayHaveBody(response.status))
        return cleaned(std::move(fields));
    if (!response.body.empty())
        fields.push_back({"Content-Type", response.contentType});
    fields.push_back({"Content-Length", std::to_string(response.body.size())});
    return cleaned(std::move(fields));
}

std::string httpText(const HttpResponse &response, bool keepAlive, bool headOnly)
{
    const bool upgrade
        = response.status == 426; // RFC 9110, section 7.8: Upgrade is named there too
    std::string out = headBegin(response);
    if (!keepAlive)
        appendField(out, "Connection", upgrade ? "upgrade, close" : "close");
    else if (upgrade)
        appendField(out, "Connection", "upgrade");
    out.append("\r\n");
    if (mayHaveBody(response.status) && !headOnly)
        out.append(response.body);
    return out;
}

std::string httpStreamHead(const HttpResponse &response, bool chunked)
{
    std::string out = headBegin(response);
    if (chunked)
        appendField(out, "Transfer-Encoding", "chunked");
    else
        appendField(out, "Connection", "close");
    return out.append("\r\n");
}

std::string httpDate(UtcTime time)
{
    static constexpr const char *kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char *kMonths[]
        = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    char text[40];
    const int size = std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays[std::chrono::weekday(day).c_encoding()],
                                   unsigned(date.day()), kMonths[unsigned(date.month()) - 1],
                                   int(date.year()), int(clock.hours().count()),
                                   int(clock.minutes().count()), int(clock.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return ""; // RFC 9112, section 4: the phrase may be empty
    }
}

} // namespace parley
