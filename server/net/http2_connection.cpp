#include "server/net/http2_connection.h"

#include <utility>

namespace parley {

void Http2Connection::callSoon()
{
    if (std::exchange(*m_called, true))
        return;
    m_connection.loop().post([this, alive = std::weak_ptr(m_called)] {
        const auto called = alive.lock();
        if (!called)
            return;
        *called = false;
        m_session.resume();
    });
}

void Http2Connection::closed()
{
    m_session.closed();
}

} // namespace parley
