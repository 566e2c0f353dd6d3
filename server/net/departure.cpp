#include "server/net/departure.h"

#include <utility>

namespace parley {

Departure::Departure(Connection &connection, ConnectionTable &target, MakeHandler makeHandler) :
    m_connection(connection), m_target(target), m_makeHandler(std::move(makeHandler)),
    m_seat(target), m_self(std::make_shared<Departure *>(this))
{
    m_connection.prepareToLeave();
    if (!m_connection.isBlocked())
        leaveSoon();
}

Departure::~Departure() = default;

void Departure::leaveSoon()
{
    m_connection.loop().post([weak = std::weak_ptr<Departure *>(m_self)] {
        if (const auto self = weak.lock())
            (*self)->leave();
    });
}

void Departure::leave()
{
    if (m_connection.isBlocked()) // TLS had something to say in between
        return;
    auto detached = m_connection.leave();
    if (!detached) {
        m_connection.close();
        return;
    }
    m_self.reset();
    m_target.receive(
        {std::move(*detached), std::move(m_seat), std::move(m_received), std::move(m_makeHandler)});
}

void Departure::tick(MonotonicTime now)
{
    if (m_since == MonotonicTime{})
        m_since = now;
    else if (now - m_since >= kPatience)
        m_connection.close();
}

MakeHandler onLoopOf(ConnectionTable &target, MakeHandler makeHandler)
{
    return [&target, makeHandler = std::move(makeHandler)](
               Connection &connection) -> std::unique_ptr<ConnectionHandler> {
        if (&connection.loop() == &target.loop())
            return makeHandler(connection);
        return std::make_unique<Departure>(connection, target, makeHandler);
    };
}

} // namespace parley
