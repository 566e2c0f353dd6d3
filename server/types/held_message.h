#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/topic_key.h"

namespace parley {

// What a moderator made of a held message. Waiting until then.
enum class Review : std::uint8_t { Waiting, Approved, Denied };

std::string_view wireName(Review review); // "waiting", "approved", "denied"
Result<Review> reviewFrom(std::string_view name);

// A message that a room's moderation held, for a person to look at.
struct HeldMessage {
    //! Of one room that may wait. Who floods a room with what must be held finds the next one
    //! blocked, and a person has more to read than he can.
    static constexpr std::size_t kMaxWaiting = 1'000;
    //! So long what was decided stays to be looked up.
    static constexpr std::chrono::hours kKept{30 * 24};

    std::int64_t id = 0; // 0: not stored yet
    NamespaceName nameSpace = NamespaceName::standard();
    std::string room{};
    std::string messageId{};
    std::uint32_t revision = 1;
    std::string senderId{}; // publisher id
    std::string senderName{}; // as the message has it: for display, and perhaps why it was held
    std::string text{}; // as it came
    std::string rule{}; // of the strictest finding
    std::string category{};
    std::int32_t severity = 0;
    std::string call{}; // the webhook's body, with which the room function is called again
    std::uint8_t hops = 0;
    UtcTime heldAt{};
    Review review = Review::Waiting;
    std::optional<UtcTime> reviewedAt{};
    std::string reviewedBy{}; // token id
};

} // namespace parley
