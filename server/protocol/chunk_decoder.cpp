#include "server/protocol/chunk_decoder.h"

#include <algorithm>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

constexpr std::uint8_t kMaxDigits = 16; // of a size, leading zeros included: 64 bits

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

std::size_t ChunkDecoder::feed(std::string_view bytes, std::string &body, std::size_t bodyLimit)
{
    std::size_t at = 0;
    while (at < bytes.size() && m_state == State::Reading) {
        if (m_part == Part::Data) {
            const auto take = std::min<std::uint64_t>(m_size, bytes.size() - at);
            body.append(bytes.substr(at, take));
            at += take;
            m_size -= take;
            if (m_size == 0)
                m_part = Part::DataCr;
        } else {
            takeByte(bytes[at++], bodyLimit - std::min(bodyLimit, body.size()));
        }
    }
    return at;
}

void ChunkDecoder::takeByte(char c, std::uint64_t room)
{
    switch (m_part) {
    case Part::Size: takeSizeByte(c, room); break;
    case Part::Extension: takeExtensionByte(c); break;
    case Part::SizeEnd:
        if (c != '\n')
            return fail(ErrorCode::InvalidArgument, "a chunk size does not end with CRLF");
        m_part = m_size > 0 ? Part::Data : Part::Trailer;
        m_digits = 0;
        break;
    case Part::DataCr:
        if (c != '\r')
            return fail(ErrorCode::InvalidArgument, "a chunk does not end with CRLF");
        m_part = Part::DataLf;
        break;
    case Part::DataLf:
        if (c != '\n')
            return fail(ErrorCode::InvalidArgument, "a chunk does not end with CRLF");
        m_part = Part::Size;
        break;
    case Part::Trailer: takeTrailerByte(c); break;
    case Part::Data: break; // taken in runs by feed()
    }
}

// Judged as each digit arrives, so that no number ever overflows.
void ChunkDecoder::takeSizeByte(char c, std::uint64_t room)
{
    const int digit = hexValue(c);
    if (digit >= 0) {
        if (++m_digits > kMaxDigits)
            return fail(ErrorCode::InvalidArgument, "a chunk size has too many digits");
        m_size = m_size * 16 + static_cast<std::uint64_t>(digit);
        if (m_size > room)
            fail(ErrorCode::PayloadTooLarge, "the request body is too long");
        return;
    }
    if (m_digits == 0 || (c != '\r' && c != ';'))
        return fail(ErrorCode::InvalidArgument, "a chunk size is not a hex number");
    m_part = c == '\r' ? Part::SizeEnd : Part::Extension;
    if (c == ';')
        spend();
}

void ChunkDecoder::takeExtensionByte(char c)
{
    if (c == '\r')
        m_part = Part::SizeEnd;
    else if (!isFieldValue({&c, 1}))
        fail(ErrorCode::InvalidArgument, "a control character in a chunk extension");
    else
        spend();
}

void ChunkDecoder::takeTrailerByte(char c)
{
    if (!spend())
        return;
    m_line += c;
    if (c != '\n')
        return;
    if (!m_line.ends_with("\r\n"))
        return fail(ErrorCode::InvalidArgument, "a trailer line does not end with CRLF");
    const auto line = std::string_view(m_line).substr(0, m_line.size() - 2);
    if (line.empty()) {
        m_state = State::Done;
    } else if (const auto field = parseFieldLine(line); !field) {
        return fail(field.error().code, field.error().message);
    }
    m_line.clear();
}

bool ChunkDecoder::spend()
{
    if (m_overheadLeft == 0) {
        fail(ErrorCode::HeadersTooLarge, "chunk extensions and trailers are too long");
        return false;
    }
    --m_overheadLeft;
    return true;
}

void ChunkDecoder::fail(ErrorCode code, std::string_view why)
{
    m_state = State::Failed;
    m_failure = Error{code, std::string(why)};
}

} // namespace parley
