#pragma once

#include "server/auth/refusals.h"
#include "server/auth/token_registry.h"
#include "server/base/clock.h"
#include "server/protocol/command_decoder.h"
#include "server/session/fan_out.h"
#include "server/session/message_events.h"
#include "server/session/reply_flusher.h"
#include "server/session/session_events.h"
#include "server/session/session_table.h"
#include "server/session/token_gate.h"
#include "server/topics/message_publisher.h"
#include "server/topics/topic_registry.h"

namespace parley {

// What every conversation of a loop works with; see LoopParts. Thread: I/O loop.
struct SessionServices {
    const Clock &clock;
    const TokenRegistry &tokens;
    const TopicRegistry &topics;
    MessagePublisher &publisher;
    FanOut &fanOut;
    ReplyFlusher &flusher;
    SessionTable &sessions;
    SessionEvents &events;
    CommandDecoder &decoder;
    MessageEvents &messageEvents; // of all loops
    Refusals &refusals; // of all loops
    TokenGate &gate; // of all loops
};

} // namespace parley
