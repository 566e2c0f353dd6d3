#pragma once

#include <vector>

#include "server/api/api_call.h"
#include "server/api/api_context.h"
#include "server/api/batch_lines.h"

namespace parley {

//! Publishes them in order and answers when each has its position or an error:
//! {"ack":"stored","results":[{"page","sequence"},{"error":{...}}]}. Once one was refused, those
//! behind it are not tried: the order stays what the sender meant. Thread: I/O loop.
void publishBatch(ApiContext &context, const CallPtr &call, const std::shared_ptr<TopicLog> &log,
                  const std::vector<BatchMessage> &messages, std::uint8_t hops);

} // namespace parley
