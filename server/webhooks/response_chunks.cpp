#include "server/webhooks/response_chunks.h"

#include <algorithm>
#include <utility>

#include "server/webhooks/response_parser.h"

namespace parley {
namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

ResponseChunks::Step ResponseChunks::fail(std::string fault)
{
    m_fault = std::move(fault);
    return Step::Bad;
}

ResponseChunks::Step ResponseChunks::takeLine(std::string_view &bytes)
{
    const std::size_t newline = bytes.find('\n');
    const std::size_t count = newline == bytes.npos ? bytes.size() : newline + 1;
    if (m_line.size() + count > kMaxLineBytes)
        return Step::TooLarge;
    m_line.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (newline == bytes.npos)
        return Step::NeedMore;
    if (!m_line.ends_with("\r\n"))
        return fail("a line of the chunked body does not end with CRLF");
    m_line.resize(m_line.size() - 2);
    return Step::End;
}

ResponseChunks::Step ResponseChunks::takeSize()
{
    static constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 62; // far above what is read
    std::uint64_t size = 0;
    std::size_t at = 0;
    for (; at < m_line.size(); ++at) {
        const int digit = hexDigit(m_line[at]);
        if (digit < 0)
            break;
        if (size > kMaxSize >> 4)
            return fail("a chunk size is too large");
        size = size << 4 | static_cast<std::uint64_t>(digit);
    }
    const std::string_view extension = std::string_view(m_line).substr(at);
    if (at == 0 || (!extension.empty() && extension.find_first_not_of(" \t") == extension.npos)
        || (!extension.empty() && extension[extension.find_first_not_of(" \t")] != ';')
        || !isHeaderValue(extension))
        return fail("a chunk size is not a hexadecimal number");
    if (extension.size() > m_overheadLeft)
        return Step::TooLarge;
    m_overheadLeft -= extension.size();
    m_left = size;
    m_stage = size == 0 ? Stage::Trailer : Stage::Data;
    m_line.clear();
    return Step::NeedMore;
}

ResponseChunks::Step ResponseChunks::takeDataEnd(std::string_view &bytes)
{
    static constexpr std::string_view kEnd = "\r\n";
    while (m_dataEnd < kEnd.size() && !bytes.empty()) {
        if (bytes.front() != kEnd[m_dataEnd])
            return fail("a chunk is longer than its size says");
        bytes.remove_prefix(1);
        ++m_dataEnd;
    }
    if (m_dataEnd == kEnd.size()) {
        m_dataEnd = 0;
        m_stage = Stage::Size;
    }
    return Step::NeedMore;
}

ResponseChunks::Step ResponseChunks::takeTrailer()
{
    if (m_line.empty())
        return Step::End;
    const std::size_t colon = m_line.find(':');
    const std::string_view line = m_line;
    if (colon == line.npos || !isHeaderName(line.substr(0, colon))
        || !isHeaderValue(line.substr(colon + 1)))
        return fail("a trailer is not a header field");
    if (m_line.size() > m_overheadLeft)
        return Step::TooLarge;
    m_overheadLeft -= m_line.size();
    m_line.clear();
    return Step::NeedMore;
}

ResponseChunks::Step ResponseChunks::next(std::string_view &bytes, std::string_view &data)
{
    while (!bytes.empty()) {
        if (m_stage == Stage::Data) {
            const auto count
                = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
            data = bytes.substr(0, count);
            bytes.remove_prefix(count);
            m_left -= count;
            if (m_left == 0)
                m_stage = Stage::DataEnd;
            return Step::Data;
        }
        Step step = Step::NeedMore;
        if (m_stage == Stage::DataEnd) {
            step = takeDataEnd(bytes);
        } else {
            step = takeLine(bytes);
            if (step == Step::End)
                step = m_stage == Stage::Size ? takeSize() : takeTrailer();
        }
        if (step != Step::NeedMore)
            return step;
    }
    return Step::NeedMore;
}

} // namespace parley
