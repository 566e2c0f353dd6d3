#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/types/payload.h"

namespace parley {

//! Most messages of one request: their acks are one answer, of about 50 bytes each.
inline constexpr std::size_t kMaxBatchMessages = 1000;

struct BatchMessage {
    Payload payload{};
    std::string idempotencyKey{}; // ""; or checked
};

//! Lines of JSON, each {"text":...} or {"base64":...}, perhaps with an "idempotencyKey"; the last
//! may lack its line feed. One bad line refuses all, before anything is published. Errors:
//! InvalidArgument that names the line, PayloadTooLarge, LimitExceeded.
Result<std::vector<BatchMessage>> messagesOf(std::string_view lines);

} // namespace parley
