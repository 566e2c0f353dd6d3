#pragma once

#include <optional>
#include <string_view>

#include "server/base/result.h"
#include "server/types/payload.h"

namespace parley {

//! The payload of a publish by its members "text" and "base64" (nullopt: not there), exactly one of
//! which it has. Errors: InvalidArgument, PayloadTooLarge. Thread: any.
Result<Payload> payloadOfMembers(std::optional<std::string_view> text,
                                 std::optional<std::string_view> encoded);

} // namespace parley
