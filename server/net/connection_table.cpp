#include "server/net/connection_table.h"

namespace parley {

ConnectionTable::ConnectionTable(EventLoop &loop, const Clock &clock, AllConnections &all) :
    m_loop(loop), m_clock(clock), m_all(all), m_lastTick(clock.monotonic())
{
    m_all.join(*this);
    m_loop.addTurnObserver(*this);
    m_loop.addTickObserver(*this);
}

ConnectionTable::~ConnectionTable()
{
    m_loop.removeTurnObserver(*this);
    m_loop.removeTickObserver(*this);
    m_all.leave(*this);
}

void ConnectionTable::setCapacity(std::size_t most, std::function<void()> roomMade)
{
    m_all.setCapacity(most);
    m_roomMade = std::move(roomMade);
}

bool ConnectionTable::makeRoom()
{
    if (m_all.isFull())
        closeOldestStranger();
    if (!m_all.isFull())
        return true;
    m_all.askForRoom();
    m_isFull = m_all.isFull(); // anew: who closes one after that was asked tells it
    return !m_isFull;
}

void ConnectionTable::closeOldestStranger()
{
    if (!m_strangers.empty())
        m_strangers.front()->close();
}

Connection &ConnectionTable::add()
{
    return insert(++m_lastId);
}

Connection &ConnectionTable::insert(std::uint64_t id)
{
    auto *connection = new Connection(m_loop, *this, m_counters, id); // deletes itself
    connection->setSlot(static_cast<std::uint32_t>(m_connections.size()));
    m_connections.push_back(connection);
    ++m_count;
    m_strangerPlaces[connection] = m_strangers.insert(m_strangers.end(), connection);
    return *connection;
}

void ConnectionTable::receive(Arrival arrival)
{
    m_loop.post(
        [this, arriving = std::make_shared<Arrival>(std::move(arrival))] { arrive(*arriving); });
}

void ConnectionTable::arrive(Arrival &arrival)
{
    arrival.seat.giveUp();
    Connection &connection = insert(arrival.connection.id);
    if (!connection.enter(std::move(arrival.connection))) {
        connection.close();
        return;
    }
    connection.setHandler(arrival.makeHandler(connection));
    connection.goOn(std::move(arrival.received));
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
    const std::uint32_t slot = connection.slot();
    m_connections[slot] = m_connections.back();
    m_connections[slot]->setSlot(slot);
    m_connections.pop_back();
    --m_count;
    m_all.connectionClosed(*this);
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
    while (m_strangers.size() > kMaxStrangers)
        m_strangers.front()->close();
    if (m_isFull && !m_all.isFull()) {
        m_isFull = false;
        m_all.stopAsking();
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
