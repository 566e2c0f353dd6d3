#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/types/position.h"
#include "server/types/topic_key.h"

namespace parley {

// Source of the states: the webhook sheet's delivery state machine.
enum class DeliveryState : std::uint8_t {
    Queued,
    Sending,
    Waiting,
    Held,
    Delivered,
    Dead,
    Canceled
};
enum class DeadReason : std::uint8_t {
    None,
    Exhausted,
    Expired,
    Gone,
    Aborted,
    Blocked,
    Rejected,
    Overflow, // too many waited already
    Loop // the message had come through too many functions
};

std::string_view wireName(DeliveryState state);
std::string_view wireName(DeadReason reason); // None: ""
Result<DeliveryState> deliveryStateFrom(std::string_view name);
Result<DeadReason> deadReasonFrom(std::string_view name);

// One message on its way to one webhook. The body is fixed when it is queued: retries send the same
// bytes.
struct Delivery {
    std::string id{}; // "msg_" + ULID: the webhook-id header, equal on every attempt
    std::string webhookId{};
    TopicKey key;
    Position position{};
    std::string publisherId{};
    UtcTime createdAt{};
    DeliveryState state = DeliveryState::Queued;
    DeadReason reason = DeadReason::None;
    std::uint32_t attempts = 0; // made so far
    std::optional<UtcTime> nextAttemptAt{}; // while waiting
    std::string body{};
    std::size_t bodyBytes = 0; // of the body, where it was left in the store
    std::uint64_t line = 0; // the order in which open deliveries were made
    std::string orderingKey{}; // only one with the same is sent at a time; "": no order is kept
    std::string batchId{}; // id of the delivery that its attempts are recorded with; "": its own
    std::uint8_t hops = 0; // of the message

    bool isFinal() const { return state >= DeliveryState::Delivered; }
};

//! The smallest id that a delivery of this time or later may have: ids sort by time.
std::string firstDeliveryIdAt(UtcTime time);
inline constexpr std::string_view kAfterEveryDeliveryId = "msg_~"; // '~' comes behind all in an id

} // namespace parley
