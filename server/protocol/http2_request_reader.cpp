#include "server/protocol/http2_request_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "server/protocol/http_fields.h"
#include "server/protocol/limits.h"

namespace parley {
namespace {

// They speak of a connection, which HTTP/2 does itself (RFC 9113, section 8.2.2).
constexpr std::array<std::string_view, 5> kOfTheConnection{
    "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade"};

HttpFailure malformedRequest(std::string_view why)
{
    return httpFailure(ErrorCode::InvalidArgument, "malformed request: " + std::string(why));
}

bool isLowerCaseToken(std::string_view name)
{
    return isToken(name)
        && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

} // namespace

void Http2RequestReader::take(std::string_view name, std::string_view value)
{
    if (m_failure)
        return;
    m_bytes += name.size() + value.size() + kFieldOverhead;
    if (m_bytes > limits::kHeaderBytes)
        m_failure = httpFailure(ErrorCode::HeadersTooLarge, "the header block is too long");
    else if (name.starts_with(':'))
        m_failure = takePseudo(name, value);
    else if (++m_fields > limits::kHeaderFields)
        m_failure = httpFailure(ErrorCode::HeadersTooLarge, "too many header fields");
    else
        m_failure = takeField(name, value);
}

HttpCheck Http2RequestReader::takePseudo(std::string_view name, std::string_view value)
{
    if (m_sawField)
        return malformedRequest("a pseudo-header field behind a header field");
    if (!isFieldValue(value))
        return malformedRequest("a control character");
    const auto twice = [&] { return malformedRequest(std::string(name) + " is given twice"); };
    if (name == ":method")
        return m_request.method.empty() ? putMethod(m_request, value) : twice();
    if (name == ":scheme") {
        if (std::exchange(m_hasScheme, true))
            return twice();
        if (value != "http" && value != "https")
            return malformedRequest("an unknown scheme");
        return {};
    }
    if (name != ":path" && name != ":authority")
        return malformedRequest("an unknown pseudo-header field");
    auto &kept = name == ":path" ? m_path : m_authority;
    if (kept)
        return twice();
    kept = value;
    return {};
}

HttpCheck Http2RequestReader::takeField(std::string_view name, std::string_view value)
{
    m_sawField = true;
    if (!isLowerCaseToken(name))
        return malformedRequest("the name of a header field is not a lower-case token");
    if (!isFieldValue(value) || trimmed(value) != value)
        return malformedRequest("a control character, or space around a field's value");
    if (std::find(kOfTheConnection.begin(), kOfTheConnection.end(), name) != kOfTheConnection.end())
        return malformedRequest("a header field of the connection: " + std::string(name));
    if (name == "te" && !equalIgnoringCase(value, "trailers"))
        return malformedRequest("te is not \"trailers\"");
    if (name == "cookie") // it may come in pieces (RFC 9113, section 8.2.3)
        for (HttpHeader &header : m_request.headers)
            if (header.name == name) {
                header.value.append("; ").append(value);
                return {};
            }
    return putField(m_request, {std::string(name), std::string(value)});
}

HttpCheck Http2RequestReader::finish(bool endStream)
{
    if (m_failure)
        return m_failure;
    if (m_request.method.empty() || !m_hasScheme || !m_path)
        return malformedRequest("a pseudo-header field is missing");
    if (!m_path->starts_with('/') && *m_path != "*")
        return malformedRequest("the path does not begin with '/'");
    if (auto failed = putTarget(m_request, *m_path))
        return failed;
    if (auto failed = readAuthority())
        return failed;
    if (auto failed = readLength(endStream))
        return failed;
    if (auto failed = readExpectation(m_request, m_expectContinue))
        return failed;
    m_expectContinue = m_expectContinue && !endStream;
    return refuseContentCoding(m_request);
}

// Two names for one host would be a quarrel between two readers.
HttpCheck Http2RequestReader::readAuthority()
{
    const std::string *host = m_request.header("host");
    if (!m_authority && !host)
        return malformedRequest("neither :authority nor host");
    if (m_authority && host && !equalIgnoringCase(*m_authority, *host))
        return malformedRequest(":authority and host differ");
    m_request.authority = m_authority ? *m_authority : *host;
    return {};
}

HttpCheck Http2RequestReader::readLength(bool endStream)
{
    const std::string *value = m_request.header("content-length");
    if (!value)
        return {};
    std::uint64_t length = 0;
    if (auto failed = readContentLength(*value, length))
        return failed;
    if (endStream && length > 0)
        return malformedRequest("content-length without a body");
    m_length = length;
    return {};
}

} // namespace parley
