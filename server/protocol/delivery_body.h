#pragma once

#include <optional>
#include <string_view>

#include "server/protocol/json_value.h"

namespace parley {

//! The message's payload as JSON, out of the body that a webhook was sent: what stands as text in
//! "text" (format momento) or "data.text" (standard, CloudEvents), else "data", else the body
//! itself, which somebody may have edited. nullopt: it is not JSON. Thread: any.
std::optional<JsonValue> payloadOfBody(std::string_view body);

} // namespace parley
