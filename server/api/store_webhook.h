#pragma once

#include <functional>

#include "server/api/api_context.h"

namespace parley {

//! Stores a new or changed webhook; after the commit the list and the engine have it too.
void storeWebhook(ApiContext &context, const Webhook &webhook,
                  std::function<void(Result<void>)> then);

} // namespace parley
