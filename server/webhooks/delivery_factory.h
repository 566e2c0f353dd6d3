#pragma once

#include <string>

#include "server/types/delivery.h"
#include "server/types/message.h"
#include "server/types/webhook.h"

namespace parley {

//! Largest body that is sent. A payload of the broker can only exceed it when nearly every byte of
//! it must be escaped.
inline constexpr std::size_t kMaxRequestBodyBytes = 1024 * 1024;

//! "msg_" + ULID, derived from the message's place and the webhook: the same message gives the same
//! id after a restart, so that receivers and the journal recognise it.
std::string deliveryId(const Webhook &webhook, const PublishedMessage &message);

//! A queued delivery with its body; dead (rejected) and without a body when that would be too
//! large.
Delivery makeDelivery(const Webhook &webhook, const PublishedMessage &message, UtcTime now);

//! A queued delivery of the same message with the body that \p edited has, which stands in no order
//! with others. \param ulid of its id.
Delivery editedDelivery(const Delivery &edited, const std::string &ulid, UtcTime now);

} // namespace parley
