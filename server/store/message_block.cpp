#include "server/store/message_block.h"

#include <algorithm>
#include <cassert>

#include "server/store/message_checksum.h"

namespace parley {
namespace {

constexpr std::size_t kSizeBytes = 4; // how many bytes follow
constexpr std::size_t kChecksumBytes = 4;
constexpr unsigned kMostHops = 127; // what the record has room for; kMaxHops is far below
constexpr std::size_t kHeadBytes = kSizeBytes + kChecksumBytes + 8 + 8 + 1 + 1 + 2;

template <typename Number>
char *putNumber(char *out, Number value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        *out++ = static_cast<char>(value >> (8 * i));
    return out;
}

template <typename Number>
Number takeNumber(const char *&in)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value |= std::uint64_t{static_cast<unsigned char>(*in++)} << (8 * i);
    return static_cast<Number>(value);
}

char *putText(char *out, std::string_view text)
{
    text.copy(out, text.size());
    return out + text.size();
}

std::uint32_t seedOf(std::int64_t topicId, std::uint64_t page)
{
    return crc32Of(crc32Of(0, static_cast<std::uint64_t>(topicId)), page);
}

// \p record is all that its checksum covers. \return whether it is as it was written.
bool parseRecord(std::string_view record, PublishedMessage &message)
{
    const char *in = record.data();
    message.position.sequence = takeNumber<std::uint64_t>(in);
    message.time = fromEpochMilliseconds(static_cast<std::int64_t>(takeNumber<std::uint64_t>(in)));
    const auto kind = takeNumber<std::uint8_t>(in);
    const std::size_t keyBytes = takeNumber<std::uint8_t>(in);
    const std::size_t publisherBytes = takeNumber<std::uint16_t>(in);
    record.remove_prefix(std::size_t(in - record.data()));
    if (record.size() < keyBytes + publisherBytes)
        return false;
    message.publisherId = record.substr(0, publisherBytes);
    message.idempotencyKey = record.substr(publisherBytes, keyBytes);
    message.payload.kind = (kind & 1) == 0 ? PayloadKind::Text : PayloadKind::Binary;
    message.hops = kind >> 1;
    message.payload.bytes = record.substr(publisherBytes + keyBytes);
    return true;
}

} // namespace

void MessageBlock::begin(std::int64_t topicId)
{
    m_topicId = topicId;
    m_messages = 0;
    m_bytes.clear();
}

bool MessageBlock::add(const PublishedMessage &message)
{
    const std::size_t size = kHeadBytes + message.publisherId.size() + message.idempotencyKey.size()
        + message.payload.bytes.size();
    assert(message.publisherId.size() <= UINT16_MAX && message.idempotencyKey.size() <= UINT8_MAX);
    if (m_messages > 0
        && (message.position.page != m_last.page || m_bytes.size() + size > kUsualBytes))
        return false;
    if (m_messages == 0)
        m_seed = seedOf(m_topicId, message.position.page);
    const std::size_t begin = m_bytes.size();
    m_bytes.resize(begin + size);
    char *const record = m_bytes.data() + begin;
    char *out = record + kSizeBytes + kChecksumBytes;
    const char *const covered = out;
    out = putNumber(out, message.position.sequence);
    out = putNumber(out, static_cast<std::uint64_t>(epochMilliseconds(message.time)));
    const unsigned hops = std::min<unsigned>(message.hops, kMostHops);
    out = putNumber(out, static_cast<std::uint8_t>(unsigned(message.payload.kind) | hops << 1));
    out = putNumber(out, static_cast<std::uint8_t>(message.idempotencyKey.size()));
    out = putNumber(out, static_cast<std::uint16_t>(message.publisherId.size()));
    out = putText(putText(out, message.publisherId), message.idempotencyKey);
    out = putText(out, message.payload.bytes);
    putNumber(putNumber(record, static_cast<std::uint32_t>(size - kSizeBytes)),
              crc32Of(m_seed, {covered, std::size_t(out - covered)}));
    m_last = message.position;
    ++m_messages;
    return true;
}

MessageBlockReader::MessageBlockReader(std::int64_t topicId, std::uint64_t page,
                                       std::string_view bytes) :
    m_seed(seedOf(topicId, page)),
    m_page(page), m_rest(bytes)
{
}

bool MessageBlockReader::next(PublishedMessage &message)
{
    while (m_rest.size() >= kHeadBytes) {
        const char *in = m_rest.data();
        const std::size_t size = takeNumber<std::uint32_t>(in);
        if (size < kHeadBytes - kSizeBytes || size > m_rest.size() - kSizeBytes)
            break; // where the next one begins is lost
        const auto checksum = takeNumber<std::uint32_t>(in);
        const std::string_view record(in, size - kChecksumBytes);
        m_rest.remove_prefix(kSizeBytes + size);
        if (crc32Of(m_seed, record) == checksum && parseRecord(record, message)) {
            message.position.page = m_page;
            return true;
        }
    }
    m_rest = {};
    return false;
}

} // namespace parley
