#include "server/net/handshake_queue.h"

namespace parley {

bool HandshakeQueue::mayStep(Connection &connection)
{
    const bool isResumed = std::erase(m_resumed, &connection) > 0;
    const bool isNext = isResumed || (m_waiting.empty() && m_resumed.empty());
    if (isNext && m_left > MonotonicTime::duration::zero())
        return true;
    if (isResumed)
        m_waiting.push_front(&connection); // the turn was over before its time came
    else
        m_waiting.push_back(&connection);
    return false;
}

Connection *HandshakeQueue::nextOfTurn()
{
    if (m_waiting.empty() || m_resumed.size() == kResumedPerTurn)
        return nullptr;
    Connection *next = m_waiting.front();
    m_waiting.pop_front();
    m_resumed.push_back(next);
    return next;
}

void HandshakeQueue::forget(const Connection &connection)
{
    std::erase(m_waiting, &connection);
    std::erase(m_resumed, &connection);
}

} // namespace parley
