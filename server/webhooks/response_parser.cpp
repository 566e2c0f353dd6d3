#include "server/webhooks/response_parser.h"

#include <algorithm>
#include <utility>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

std::optional<std::uint64_t> parseLength(std::string_view text)
{
    static constexpr std::size_t kMaxDigits = 18; // cannot overflow, and no body is that long
    if (text.empty() || text.size() > kMaxDigits || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text)
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value;
}

} // namespace

bool isHeaderName(std::string_view text)
{
    static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || kMarks.find(c) != kMarks.npos;
    });
}

bool isHeaderValue(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

ResponseParser::State ResponseParser::fail(std::string fault)
{
    m_fault = std::move(fault);
    m_state = State::ProtocolError;
    return m_state;
}

ResponseParser::State ResponseParser::feed(std::string_view bytes)
{
    m_sawAnyByte = m_sawAnyByte || !bytes.empty();
    while (m_state == State::Reading && !bytes.empty()) {
        if (m_stage < Stage::Body)
            takeHead(bytes);
        else
            takeBody(bytes);
    }
    if (m_state == State::Complete && !bytes.empty())
        m_extraBytes = true;
    return m_state;
}

ResponseParser::State ResponseParser::finish()
{
    if (m_state == State::Reading && m_stage == Stage::Body && m_framing == Framing::UntilClose) {
        m_stage = Stage::Ended;
        m_state = State::Complete;
    }
    return m_state;
}

void ResponseParser::takeHead(std::string_view &bytes)
{
    const std::size_t newline = bytes.find('\n');
    const std::size_t count = newline == bytes.npos ? bytes.size() : newline + 1;
    if (m_head.size() + count > kMaxHeadBytes) {
        m_fault = "the response head is longer than 64 KiB";
        m_state = State::HeadTooLarge;
        return;
    }
    m_head.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (m_stage == Stage::StatusLine && !checkPrefix())
        return;
    if (newline == bytes.npos)
        return;
    const std::string_view line = std::string_view(m_head).substr(m_lineStart);
    if (!line.ends_with("\r\n")) {
        fail("a line of the response head does not end with CRLF");
        return;
    }
    const std::string copy(line.substr(0, line.size() - 2)); // m_head may grow meanwhile
    m_lineStart = m_head.size();
    takeLine(copy);
}

bool ResponseParser::checkPrefix()
{
    static constexpr std::string_view kVersion = "HTTP/1.";
    const std::string_view start = std::string_view(m_head).substr(m_lineStart, kVersion.size());
    if (kVersion.starts_with(start))
        return true;
    fail("the answer is not HTTP/1.1");
    return false;
}

bool ResponseParser::takeLine(std::string_view line)
{
    if (m_stage == Stage::StatusLine)
        return takeStatusLine(line);
    return line.empty() ? endHead() : takeField(line);
}

bool ResponseParser::takeStatusLine(std::string_view line)
{
    // HTTP/1.1 SP 3DIGIT [ SP reason ]
    const bool shaped = line.size() >= 12 && (line[7] == '0' || line[7] == '1') && line[8] == ' '
        && isDigit(line[9]) && isDigit(line[10]) && isDigit(line[11])
        && (line.size() == 12 || line[12] == ' ') && isHeaderValue(line);
    if (!shaped) {
        fail("the status line is not well formed");
        return false;
    }
    m_http10 = line[7] == '0';
    m_status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    if (m_status < 100 || m_status > 599) {
        const std::string text(line.substr(9, 3));
        m_status = 0;
        fail("status " + text + " is not between 100 and 599");
        return false;
    }
    m_fields.clear();
    m_stage = Stage::Fields;
    return true;
}

bool ResponseParser::takeField(std::string_view line)
{
    if (m_fields.size() == kMaxFields) {
        m_fault = "the response head has more than 128 fields";
        m_state = State::HeadTooLarge;
        return false;
    }
    const std::size_t colon = line.find(':');
    if (line.front() == ' ' || line.front() == '\t' || colon == line.npos
        || !isHeaderName(line.substr(0, colon)) || !isHeaderValue(line.substr(colon + 1))) {
        fail("a header field is not well formed");
        return false;
    }
    m_fields.emplace_back(lowerCased(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    return true;
}

bool ResponseParser::endHead()
{
    if (m_status == 101) {
        fail("the endpoint switched protocols");
        return false;
    }
    if (m_status < 200) {
        m_status = 0;
        m_stage = Stage::StatusLine;
        if (++m_interim <= kMaxInterim)
            return true;
        fail("more than 8 interim responses");
        return false;
    }
    if (!chooseFraming())
        return false;
    m_stage = Stage::Body;
    if (m_framing == Framing::None || (m_framing == Framing::Length && m_length == 0)) {
        m_stage = Stage::Ended;
        m_state = State::Complete;
    }
    return true;
}

bool ResponseParser::chooseFraming()
{
    std::optional<std::string_view> length;
    std::optional<std::string_view> coding;
    for (const auto &[name, value] : m_fields) {
        if (name == "content-length") {
            if (length && *length != value) {
                fail("two different Content-Length fields");
                return false;
            }
            length = value;
        } else if (name == "transfer-encoding") {
            if (coding) {
                fail("two Transfer-Encoding fields");
                return false;
            }
            coding = value;
        }
    }
    if (length && coding) {
        fail("both Content-Length and Transfer-Encoding");
        return false;
    }
    if (coding && (m_http10 || lowerCased(*coding) != "chunked")) {
        fail("the Transfer-Encoding is not chunked");
        return false;
    }
    const auto size = length ? parseLength(*length) : std::uint64_t{0};
    if (!size) {
        fail("the Content-Length is not a number in range");
        return false;
    }
    m_length = *size;
    if (m_status == 204 || m_status == 304)
        m_framing = Framing::None;
    else
        m_framing = coding ? Framing::Chunked : length ? Framing::Length : Framing::UntilClose;
    return true;
}

void ResponseParser::takeBody(std::string_view &bytes)
{
    if (m_framing == Framing::Chunked) {
        std::string_view data;
        switch (m_chunks.next(bytes, data)) {
        case ResponseChunks::Step::Data: keep(data); return;
        case ResponseChunks::Step::NeedMore: return;
        case ResponseChunks::Step::Bad: fail(m_chunks.fault()); return;
        case ResponseChunks::Step::TooLarge: fail("the chunk framing is too long"); return;
        case ResponseChunks::Step::End: break;
        }
        m_stage = Stage::Ended;
        m_state = State::Complete;
        return;
    }
    std::size_t count = bytes.size();
    if (m_framing == Framing::Length)
        count = static_cast<std::size_t>(std::min<std::uint64_t>(count, m_length - m_bodyBytes));
    keep(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (m_framing == Framing::Length && m_bodyBytes == m_length) {
        m_stage = Stage::Ended;
        m_state = State::Complete;
    }
}

void ResponseParser::keep(std::string_view bytes)
{
    m_body.append(bytes.substr(0, kMaxBodyBytes - m_body.size()));
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > kMaxBodyBytes)
        m_state = State::Complete; // the stage stays Body: cut here, the connection is not reused
}

bool ResponseParser::truncated() const
{
    return headComplete() && (m_stage != Stage::Ended || m_bodyBytes > m_body.size());
}

std::optional<std::string_view> ResponseParser::header(std::string_view name) const
{
    for (const auto &[field, value] : m_fields)
        if (field == name)
            return value;
    return std::nullopt;
}

bool ResponseParser::reusable() const
{
    if (m_state != State::Complete || m_stage != Stage::Ended || m_extraBytes || m_http10
        || m_framing == Framing::UntilClose)
        return false;
    return std::none_of(m_fields.begin(), m_fields.end(), [](const auto &field) {
        return field.first == "connection" && listContains(&field.second, "close");
    });
}

} // namespace parley
