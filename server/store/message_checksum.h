#pragma once

#include <cstdint>
#include <string_view>

#include "server/types/message.h"

namespace parley {

//! CRC-32 of \p bytes behind what \p before is the sum of; 0: nothing.
std::uint32_t crc32Of(std::uint32_t before, std::string_view bytes);
std::uint32_t crc32Of(std::uint32_t before, std::uint64_t number);

//! CRC-32 over topic, position, time, publisher, kind and payload of a row that holds one message:
//! one that was moved to another place is as wrong as one with a flipped bit.
std::uint32_t rowChecksum(std::int64_t topicId, const PublishedMessage &message);

} // namespace parley
