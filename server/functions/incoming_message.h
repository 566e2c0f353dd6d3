#pragma once

#include <cstdint>
#include <string>

#include "server/base/result.h"
#include "server/functions/chat_envelope.h"

namespace parley::functions {

// What the webhook says about the message around its text.
struct IncomingMessage {
    std::string nameSpace{};
    std::string topic{};
    ChatEnvelope envelope{}; // sender.id is the publisher id that the broker stamped, never the
                             // envelope's own; sequence and ts.published are the broker's too
    bool isApproved = false; // by a moderator: its text is not judged again
    std::uint8_t hops = 0; // the broker's count, beside the envelope's own
};

//! Reads a webhook body in the `momento` format. A text that is no envelope becomes a message
//! whose id is derived from namespace, topic, sequence and time: the same on every delivery.
//! Controls other than line feed and tab are taken out of text and name, so that what is judged is
//! what is delivered.
//! \return InvalidArgument when the body or the envelope in it is malformed, or its kind is none
//! that rooms take (message, edit, delete). Source: facts on webhooks, body formats.
Result<IncomingMessage> readIncomingMessage(const std::string &body);

//! The same message with a moderator's text, cleaned as any other.
void approve(IncomingMessage &message, const std::string &text);

} // namespace parley::functions
