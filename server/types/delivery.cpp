#include "server/types/delivery.h"

#include <algorithm>
#include <array>

#include "server/base/ulid.h"

namespace parley {

std::string_view wireName(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Queued: return "queued";
    case DeliveryState::Sending: return "sending";
    case DeliveryState::Waiting: return "waiting";
    case DeliveryState::Held: return "held";
    case DeliveryState::Delivered: return "delivered";
    case DeliveryState::Dead: return "dead";
    case DeliveryState::Canceled: return "canceled";
    }
    __builtin_unreachable();
}

std::string_view wireName(DeadReason reason)
{
    switch (reason) {
    case DeadReason::None: return "";
    case DeadReason::Exhausted: return "exhausted";
    case DeadReason::Expired: return "expired";
    case DeadReason::Gone: return "gone";
    case DeadReason::Aborted: return "aborted";
    case DeadReason::Blocked: return "blocked";
    case DeadReason::Rejected: return "rejected";
    case DeadReason::Overflow: return "overflow";
    case DeadReason::Loop: return "loop";
    }
    __builtin_unreachable();
}

Result<DeliveryState> deliveryStateFrom(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(DeliveryState::Canceled); ++i)
        if (name == wireName(static_cast<DeliveryState>(i)))
            return static_cast<DeliveryState>(i);
    return Error{ErrorCode::InvalidArgument, "unknown delivery state"};
}

Result<DeadReason> deadReasonFrom(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(DeadReason::Loop); ++i)
        if (name == wireName(static_cast<DeadReason>(i)))
            return static_cast<DeadReason>(i);
    return Error{ErrorCode::InvalidArgument, "unknown reason"};
}

std::string firstDeliveryIdAt(UtcTime time)
{
    static constexpr std::array<std::uint8_t, 10> kLowest{};
    const UtcTime valid = std::clamp(time, fromEpochMilliseconds(0),
                                     fromEpochMilliseconds((std::int64_t{1} << 48) - 1));
    return "msg_" + makeUlid(valid, kLowest);
}

} // namespace parley
