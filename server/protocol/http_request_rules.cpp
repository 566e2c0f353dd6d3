#include "server/protocol/http_request_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "server/protocol/http_fields.h"
#include "server/protocol/http_target.h"
#include "server/protocol/limits.h"

namespace parley {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};

// Fields that have one value; twice is a quarrel between two readers.
constexpr std::array<std::string_view, 16> kSingle{"host",
                                                   "content-length",
                                                   "transfer-encoding",
                                                   "content-type",
                                                   "content-encoding",
                                                   "authorization",
                                                   "origin",
                                                   "expect",
                                                   "last-event-id",
                                                   "referer",
                                                   "user-agent",
                                                   "sec-fetch-site",
                                                   "sec-fetch-mode",
                                                   "sec-websocket-key",
                                                   "sec-websocket-version",
                                                   "max-forwards"};

template <typename List>
bool isOneOf(const List &list, std::string_view text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

HttpFailure failureOf(Error error)
{
    const int status = httpStatus(error.code);
    return {std::move(error), status};
}

} // namespace

HttpFailure httpFailure(ErrorCode code, std::string_view why)
{
    return failureOf({code, std::string(why)});
}

HttpCheck putMethod(HttpRequest &request, std::string_view method)
{
    if (!isOneOf(kMethods, method))
        return httpFailure(ErrorCode::NotImplemented, "the broker does not serve this method");
    request.method = method;
    return {};
}

HttpCheck putTarget(HttpRequest &request, std::string_view text)
{
    if (text.size() > limits::kTargetBytes)
        return httpFailure(ErrorCode::TargetTooLong, "the request target is too long");
    request.target = text;
    if (text == "*" && request.method == "OPTIONS") {
        request.path = "*";
        return {};
    }
    auto target = parseTarget(text);
    if (!target)
        return failureOf(target.error());
    request.path = std::move(target->path);
    request.authority = std::move(target->authority);
    request.query = std::move(target->query);
    return {};
}

HttpCheck putField(HttpRequest &request, HttpHeader field)
{
    auto &headers = request.headers;
    const auto same = std::find_if(headers.begin(), headers.end(), [&](const HttpHeader &other) {
        return other.name == field.name;
    });
    if (same == headers.end())
        headers.push_back(std::move(field));
    else if (isOneOf(kSingle, field.name))
        return httpFailure(ErrorCode::InvalidArgument,
                           "header field \"" + field.name + "\" is given twice");
    else
        same->value.append(", ").append(field.value);
    return {};
}

HttpCheck readContentLength(std::string_view value, std::uint64_t &length)
{
    const char *end = value.data() + value.size();
    const bool digits = !value.empty() && std::all_of(value.begin(), value.end(), isDigit);
    const auto parsed = std::from_chars(value.data(), end, length);
    if (!digits || parsed.ec != std::errc{} || parsed.ptr != end)
        return httpFailure(ErrorCode::InvalidArgument, "Content-Length is not a length");
    return {};
}

HttpCheck readExpectation(const HttpRequest &request, bool &expectContinue)
{
    const std::string *expect = request.header("expect");
    if (!expect)
        return {};
    if (!equalIgnoringCase(*expect, "100-continue"))
        return HttpFailure{{ErrorCode::InvalidArgument, "an expectation that cannot be met"}, 417};
    expectContinue = !request.http10; // RFC 9110, section 10.1.1: ignored in 1.0
    return {};
}

HttpCheck refuseContentCoding(const HttpRequest &request)
{
    if (request.header("content-encoding"))
        return httpFailure(ErrorCode::UnsupportedMediaType, "content codings are not taken");
    return {};
}

} // namespace parley
