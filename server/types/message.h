#pragma once

#include <cstdint>
#include <string>

#include "server/base/clock.h"
#include "server/types/payload.h"
#include "server/types/position.h"
#include "server/types/topic_key.h"

namespace parley {

// One message after it was ordered. The publisher id comes from the token, never from the body.
struct PublishedMessage {
    TopicKey key;
    Position position{};
    UtcTime time{};
    std::string publisherId{}; // "" when the token names none
    Payload payload{};
    std::string idempotencyKey{}; // "" when the publisher gave none
    //! How many functions and endpoints it came through; each publishes with one more.
    std::uint8_t hops = 0;
};

// No webhook takes a message further that has come so far: it goes round in a loop.
inline constexpr std::uint8_t kMaxHops = 8;

} // namespace parley
