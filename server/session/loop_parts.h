#pragma once

#include "server/net/connection_table.h"
#include "server/net/turn_clock.h"
#include "server/session/session_services.h"

namespace parley {

// What one loop counts; added up over all loops it is the broker's.
struct LoopFigures {
    std::size_t connections = 0;
    std::size_t sessions = 0;
    std::size_t subscriptions = 0;
    SendCounters sent{};

    friend LoopFigures operator+(LoopFigures left, const LoopFigures &right);
};

// One I/O loop with everything that its conversations work with. Members stand in the order in
// which they are built, which is that of the turn observers. Thread: the loop's; built before it
// runs and gone after it ended.
struct LoopParts {
    // What the loops share; borrowed, and good for any thread.
    struct Shared {
        const Clock &clock;
        const TokenRegistry &tokens;
        const TopicRegistry &topics;
        EventTopics &events;
        MessageEvents &messageEvents;
        Refusals &refusals;
        BatchSender::Way sendWay;
        TokenGate &gate;
    };

    LoopParts(EventLoop &eventLoop, AllConnections &all, const Shared &shared);
    LoopFigures figures() const;

    EventLoop &loop;
    ConnectionTable connections;
    ReplyFlusher flusher; // before the fan-out: a reply stands before the first item
    BatchSender sender;
    FanOut fanOut;
    TurnClock turnClock;
    MessagePublisher publisher;
    SessionTable sessions;
    SessionEvents events;
    CommandDecoder decoder;
    SessionServices services;
};

} // namespace parley
