#include "server/protocol/http_request_parser.h"

#include <algorithm>
#include <utility>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

// Method, two spaces and version beside the target; a longer line can only be a longer target.
constexpr std::size_t kRequestLineBytes = limits::kTargetBytes + 64;

bool isVersion(std::string_view text) // HTTP/digit.digit
{
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 8 && text.starts_with("HTTP/") && digit(text[5]) && text[6] == '.'
        && digit(text[7]);
}

} // namespace

std::size_t HttpRequestParser::feed(std::string_view bytes)
{
    std::size_t consumed = 0;
    if (m_state == State::Head) {
        consumed = feedHead(bytes);
    } else if (m_state == State::Body) {
        checkDeclaredLength();
        if (m_state == State::Body)
            consumed = feedBody(bytes);
    }
    return m_state == State::Failed ? bytes.size() : consumed;
}

std::size_t HttpRequestParser::feedHead(std::string_view bytes)
{
    std::size_t at = 0;
    while (at < bytes.size() && m_state == State::Head) {
        const auto end = bytes.find('\n', at);
        const auto piece = bytes.substr(at, end == bytes.npos ? bytes.npos : end + 1 - at);
        if (!admit(piece))
            return bytes.size();
        at += piece.size();
        if (end == bytes.npos) {
            m_line.append(piece);
            break;
        }
        const std::string kept = std::exchange(m_line, {});
        m_lineBytes = 0;
        takeLine(kept.empty() ? piece : kept + std::string(piece));
    }
    return at;
}

bool HttpRequestParser::admit(std::string_view piece)
{
    const bool lineBegins = m_lineBytes == 0;
    m_begun = true;
    m_lineBytes += piece.size();
    if (m_hasRequestLine) {
        m_fieldBytes += piece.size();
        return m_fieldBytes <= limits::kHeaderBytes
            || fail(ErrorCode::HeadersTooLarge, "the header block is too long");
    }
    // A TLS client is told so at its first byte, before it waits for an answer in TLS.
    if (lineBegins && !isToken(piece.substr(0, 1)) && (piece[0] != '\r' || m_sawEmptyLine))
        return fail(ErrorCode::InvalidArgument, "this is not an HTTP request");
    return m_lineBytes <= kRequestLineBytes
        || fail(ErrorCode::TargetTooLong, "the request target is too long");
}

void HttpRequestParser::takeLine(std::string_view line)
{
    if (!line.ends_with("\r\n")) {
        fail(ErrorCode::InvalidArgument, "a line does not end with CRLF");
        return;
    }
    line.remove_suffix(2);
    if (!m_hasRequestLine) {
        if (line.empty())
            m_sawEmptyLine = true; // RFC 9112, section 2.2: one before the request is tolerated
        else
            takeRequestLine(line);
    } else if (line.empty()) {
        finishHead();
    } else {
        takeField(line);
    }
}

void HttpRequestParser::takeRequestLine(std::string_view line)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == line.npos || first == last || line.find(' ', first + 1) != last
        || last == first + 1 || !isToken(line.substr(0, first))
        || !isVersion(line.substr(last + 1))) {
        fail(ErrorCode::InvalidArgument, "malformed request line");
        return;
    }
    const auto version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        fail({ErrorCode::NotImplemented, "the broker speaks HTTP/1.1 and 1.0 here"}, 505);
        return;
    }
    m_request.http10 = version == "HTTP/1.0";
    if (!pass(putMethod(m_request, line.substr(0, first)))
        || !pass(putTarget(m_request, line.substr(first + 1, last - first - 1))))
        return;
    m_hasRequestLine = true;
}

void HttpRequestParser::takeField(std::string_view line)
{
    auto field = parseFieldLine(line);
    if (!field) {
        fail(field.error(), httpStatus(field.error().code));
        return;
    }
    if (++m_fields > limits::kHeaderFields) {
        fail(ErrorCode::HeadersTooLarge, "too many header fields");
        return;
    }
    (void)pass(putField(m_request, *std::move(field)));
}

void HttpRequestParser::finishHead()
{
    if (!readAuthority() || !readFraming() || !pass(readExpectation(m_request, m_expectContinue))
        || !pass(refuseContentCoding(m_request)))
        return;
    m_request.keepAlive
        = !m_request.http10 && !listContains(m_request.header("connection"), "close");
    const bool hasBody = m_chunks || m_bodyLeft > 0;
    m_expectContinue = m_expectContinue && hasBody;
    m_state = hasBody ? State::Body : State::Complete;
}

bool HttpRequestParser::readAuthority()
{
    const std::string *host = m_request.header("host");
    if (!host && !m_request.http10)
        return fail(ErrorCode::InvalidArgument, "the Host field is missing");
    if (host && m_request.authority.empty())
        m_request.authority = *host;
    return true;
}

bool HttpRequestParser::readFraming()
{
    const std::string *length = m_request.header("content-length");
    const std::string *coding = m_request.header("transfer-encoding");
    if (length && coding)
        return fail(ErrorCode::InvalidArgument, "both Content-Length and Transfer-Encoding");
    if (length)
        return pass(readContentLength(*length, m_bodyLeft));
    return !coding || readCoding(*coding);
}

bool HttpRequestParser::readCoding(const std::string &value)
{
    if (m_request.http10)
        return fail(ErrorCode::InvalidArgument, "Transfer-Encoding in HTTP/1.0");
    if (equalIgnoringCase(value, "chunked")) {
        m_chunks.emplace(limits::kHeaderBytes - m_fieldBytes);
        return true;
    }
    const auto codings = listElements(value);
    const bool unknown = std::all_of(codings.begin(), codings.end(), isToken)
        && !std::all_of(codings.begin(), codings.end(), [](std::string_view coding) {
                             return equalIgnoringCase(coding, "chunked");
                         });
    return unknown ? fail(ErrorCode::NotImplemented, "an unknown transfer coding")
                   : fail(ErrorCode::InvalidArgument, "Transfer-Encoding is not \"chunked\"");
}

void HttpRequestParser::limitBody(std::size_t bytes)
{
    m_bodyLimit = bytes;
    checkDeclaredLength();
}

void HttpRequestParser::checkDeclaredLength()
{
    if (m_state == State::Body && !m_chunks
        && m_bodyLeft > m_bodyLimit - std::min(m_bodyLimit, m_request.body.size()))
        fail(ErrorCode::PayloadTooLarge, "the request body is too long");
}

std::size_t HttpRequestParser::feedBody(std::string_view bytes)
{
    if (!bytes.empty())
        m_expectContinue = false;
    if (!m_chunks) {
        const auto take = std::min<std::uint64_t>(m_bodyLeft, bytes.size());
        m_request.body.append(bytes.substr(0, take));
        m_bodyLeft -= take;
        if (m_bodyLeft == 0)
            m_state = State::Complete;
        return take;
    }
    const auto taken = m_chunks->feed(bytes, m_request.body, m_bodyLimit);
    if (m_chunks->state() == ChunkDecoder::State::Done)
        m_state = State::Complete;
    else if (m_chunks->state() == ChunkDecoder::State::Failed)
        fail(m_chunks->failure(), httpStatus(m_chunks->failure().code));
    return taken;
}

HttpRequest HttpRequestParser::take()
{
    HttpRequest request = std::move(m_request);
    *this = HttpRequestParser{};
    return request;
}

bool HttpRequestParser::pass(HttpCheck check)
{
    return !check || fail(std::move(check->error), check->status);
}

bool HttpRequestParser::fail(ErrorCode code, std::string_view why)
{
    return fail(Error{code, std::string(why)}, httpStatus(code));
}

bool HttpRequestParser::fail(Error error, int status)
{
    m_state = State::Failed;
    m_failure = HttpFailure{std::move(error), status};
    m_request = {};
    std::string{}.swap(m_line);
    return false;
}

} // namespace parley
