#pragma once

#include <string>

#include "server/base/clock.h"
#include "server/base/random.h"

namespace parley {

//! A 26-character identifier that sorts by time: 48 bits of milliseconds, 80 random bits.
//! Source: the ULID specification (Crockford's base 32, upper case).
std::string makeUlid(UtcTime time, Random &random);

//! The ULID form of bytes that the caller derived himself (a digest, say), so that the same input
//! gives the same identifier. Uses the first 10 bytes of \p digest as the random part.
std::string makeUlid(UtcTime time, std::span<const std::uint8_t, 10> randomPart);

} // namespace parley
