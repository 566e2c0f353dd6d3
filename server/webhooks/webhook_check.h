#pragma once

#include "server/base/result.h"
#include "server/types/webhook.h"
#include "server/webhooks/address_policy.h"

namespace parley {

//! \brief The check at save: the destination and what \p policy allows at the webhook's level as
//! far as it can be told without a lookup; that its headers may be set, its certificates parse and
//! its filter is a pattern. The check at send judges the looked up addresses as well. Thread: any.
Result<void> checkWebhook(const Webhook &webhook, const AddressPolicy &policy);

} // namespace parley
