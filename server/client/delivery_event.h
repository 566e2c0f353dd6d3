#pragma once

#include <optional>

#include "server/client/attempt_info.h"
#include "server/client/delivery_info.h"
#include "server/client/item.h"
#include "server/client/webhook_info.h"

namespace parley::client {

// What $events/deliveries tells: a delivery changed, was tried, or a webhook changed its state.
struct DeliveryEvent {
    std::optional<DeliveryInfo> delivery{};
    std::optional<AttemptInfo> attempt{}; // without heads and bodies
    std::optional<WebhookInfo> webhook{};
};

Result<DeliveryEvent> deliveryEventFrom(const Item &item);

} // namespace parley::client
