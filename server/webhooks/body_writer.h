#pragma once

#include <string>
#include <string_view>

#include "server/types/message.h"
#include "server/types/webhook.h"

namespace parley {

//! \brief The JSON that a webhook gets for a message. Fixed once: retries send the same bytes.
//!
//! momento: {"cache","topic","event_timestamp","publish_timestamp","topic_sequence_number",
//! "token_id","text"} in this order, times in milliseconds; a binary payload stands as base64 in
//! "binary" where "text" would be, since no binary form is documented.
//! standard: {"type","timestamp","data"} of Standard Webhooks 1.0.0.
//! cloudevents: CloudEvents 1.0, structured JSON.
//! \param id the webhook-id.
//! \param now when the message was handed to the webhook: the publish_timestamp.
std::string writeBody(BodyFormat format, const PublishedMessage &message, std::string_view id,
                      UtcTime now);

std::string_view contentType(BodyFormat format);
std::string_view batchContentType(BodyFormat format); // of a JSON array of bodies

} // namespace parley
