#pragma once

#include <functional>
#include <optional>

#include "server/api/api_context.h"

namespace parley {

//! Stores a new or changed webhook; after the commit the list and the engine have it too.
//! \param begin where a new one begins to read its topic: behind this position.
void storeWebhook(ApiContext &context, const Webhook &webhook, std::optional<Position> begin,
                  std::function<void(Result<void>)> then);

} // namespace parley
