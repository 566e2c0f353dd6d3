#include "server/net/turn_clock.h"

namespace parley {

TurnClock::TurnClock(EventLoop &loop, const Clock &clock) : m_loop(loop), m_clock(clock)
{
    m_loop.addTurnObserver(*this);
}

TurnClock::~TurnClock()
{
    m_loop.removeTurnObserver(*this);
}

} // namespace parley
