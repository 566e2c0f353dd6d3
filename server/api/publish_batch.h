#pragma once

#include <vector>

#include "server/api/api_call.h"
#include "server/api/api_context.h"
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

//! Publishes them in order and answers when each has its position or an error:
//! {"ack":"stored","results":[{"page","sequence"},{"error":{...}}]}. Once one was refused, those
//! behind it are not tried: the order stays what the sender meant. Thread: I/O loop.
void publishBatch(ApiContext &context, const CallPtr &call, const std::shared_ptr<TopicLog> &log,
                  const std::vector<BatchMessage> &messages);

} // namespace parley
