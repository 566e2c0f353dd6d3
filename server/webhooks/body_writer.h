#pragma once

#include <string>

#include "server/types/message.h"
#include "server/types/webhook.h"

namespace parley {

//! \brief The JSON that a webhook gets for a message. Fixed once: retries send the same bytes.
//!
//! momento: {"cache","topic","event_timestamp","publish_timestamp","topic_sequence_number",
//! "token_id","text"} in this order, times in milliseconds; a binary payload stands as base64 in
//! "binary" where "text" would be, since no binary form is documented.
//! standard: {"type","timestamp","data"} of Standard Webhooks 1.0.0.
//! \param now when the message was handed to the webhook: the publish_timestamp.
std::string writeBody(BodyFormat format, const PublishedMessage &message, UtcTime now);

} // namespace parley
