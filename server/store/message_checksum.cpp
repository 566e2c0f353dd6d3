#include "server/store/message_checksum.h"

#include <zlib.h>

namespace parley {

std::uint32_t crc32Of(std::uint32_t before, std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(before, reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size()));
}

std::uint32_t crc32Of(std::uint32_t before, std::uint64_t number)
{
    char bytes[8];
    for (char &byte : bytes) {
        byte = static_cast<char>(number);
        number >>= 8;
    }
    return crc32Of(before, std::string_view(bytes, sizeof bytes));
}

std::uint32_t rowChecksum(std::int64_t topicId, const PublishedMessage &message)
{
    std::uint32_t sum = crc32Of(0, static_cast<std::uint64_t>(topicId));
    sum = crc32Of(sum, message.position.page);
    sum = crc32Of(sum, message.position.sequence);
    sum = crc32Of(sum, static_cast<std::uint64_t>(epochMilliseconds(message.time)));
    sum = crc32Of(sum, message.publisherId);
    sum = crc32Of(sum, static_cast<std::uint64_t>(message.payload.kind));
    sum = crc32Of(sum, message.payload.bytes);
    return crc32Of(sum, message.idempotencyKey); // "" changes nothing
}

} // namespace parley
