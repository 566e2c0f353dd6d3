#include "server/net/connection_table.h"

namespace parley {

ConnectionTable::ConnectionTable(EventLoop &loop, const Clock &clock) :
    m_loop(loop), m_clock(clock), m_handshakes(clock), m_lastTick(clock.monotonic())
{
    m_loop.addTurnObserver(*this);
    m_loop.addTickObserver(*this);
}

ConnectionTable::~ConnectionTable()
{
    m_loop.removeTurnObserver(*this);
    m_loop.removeTickObserver(*this);
}

void ConnectionTable::setCapacity(std::size_t most, std::function<void()> roomMade)
{
    m_capacity = most;
    m_roomMade = std::move(roomMade);
}

bool ConnectionTable::makeRoom()
{
    if (m_connections.size() >= m_capacity && !m_strangers.empty())
        m_strangers.front()->close();
    m_isFull = m_connections.size() >= m_capacity;
    return !m_isFull;
}

Connection &ConnectionTable::add()
{
    auto *connection = new Connection(m_loop, *this, m_counters, ++m_lastId); // deletes itself
    connection->setSlot(static_cast<std::uint32_t>(m_connections.size()));
    m_connections.push_back(connection);
    m_strangerPlaces[connection] = m_strangers.insert(m_strangers.end(), connection);
    return *connection;
}

void ConnectionTable::connectionEstablished(Connection &connection)
{
    const auto found = m_strangerPlaces.find(&connection);
    if (found == m_strangerPlaces.end())
        return;
    m_strangers.erase(found->second);
    m_strangerPlaces.erase(found);
}

void ConnectionTable::connectionWantsNextTurn(Connection &connection)
{
    m_nextTurn.push_back(&connection);
}

void ConnectionTable::connectionClosed(Connection &connection)
{
    connectionEstablished(connection);
    std::erase(m_nextTurn, &connection);
    m_handshakes.forget(connection);
    const std::uint32_t slot = connection.slot();
    m_connections[slot] = m_connections.back();
    m_connections[slot]->setSlot(slot);
    m_connections.pop_back();
}

void ConnectionTable::goAway()
{
    for (std::size_t i = m_connections.size(); i-- > 0;) // backwards: one may close itself
        m_connections[i]->goAway();
}

void ConnectionTable::closeAll()
{
    while (!m_connections.empty())
        m_connections.back()->close();
}

void ConnectionTable::turnEnded()
{
    std::vector<Connection *> ready;
    ready.swap(m_nextTurn);
    for (auto *connection : ready)
        connection->resumeReading();
    m_handshakes.turnEnded();
    while (auto *connection = m_handshakes.nextOfTurn())
        connection->resumeReading();
    while (m_strangers.size() > kMaxStrangers)
        m_strangers.front()->close();
    if (m_isFull && m_connections.size() < m_capacity) {
        m_isFull = false;
        m_roomMade();
    }
}

void ConnectionTable::tick()
{
    constexpr std::chrono::seconds kBetween{1};
    const MonotonicTime now = m_clock.monotonic();
    if (now - m_lastTick < kBetween)
        return;
    m_lastTick = now;
    for (std::size_t i = m_connections.size(); i-- > 0;) { // backwards: closing moves the last one
        if (i < m_connections.size())
            m_connections[i]->tick(now);
    }
}

} // namespace parley
