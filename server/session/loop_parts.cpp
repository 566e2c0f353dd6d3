#include "server/session/loop_parts.h"

namespace parley {

LoopFigures operator+(LoopFigures left, const LoopFigures &right)
{
    left.connections += right.connections;
    left.sessions += right.sessions;
    left.subscriptions += right.subscriptions;
    left.sent.sends += right.sent.sends;
    left.sent.bytes += right.sent.bytes;
    return left;
}

LoopParts::LoopParts(EventLoop &eventLoop, AllConnections &all, const Shared &shared) :
    loop(eventLoop), connections(loop, shared.clock, all), flusher(loop), sender(shared.sendWay),
    fanOut(loop, sender), turnClock(loop, shared.clock), publisher(loop, turnClock),
    events(shared.events, shared.clock), services{shared.clock,    shared.tokens,
                                                  shared.topics,   publisher,
                                                  fanOut,          flusher,
                                                  sessions,        events,
                                                  decoder,         shared.messageEvents,
                                                  shared.refusals, shared.gate}
{
}

LoopFigures LoopParts::figures() const
{
    return {connections.size(), sessions.size(), fanOut.subscriptions(), connections.counters()};
}

} // namespace parley
