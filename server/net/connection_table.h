#pragma once

#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/net/connection.h"

namespace parley {

// All connections of one loop: their clock ticks, their turns, and the bound on strangers.
// Thread: I/O loop.
class ConnectionTable final : public ConnectionObserver, private TurnObserver, private TickObserver
{
public:
    //! Connections that have not shown a token yet. One more pushes out the oldest of them: on
    //! loopback everybody has the same address, so a newcomer must never be the one refused.
    static constexpr std::size_t kMaxStrangers = 256;

    ConnectionTable(EventLoop &loop, const Clock &clock);
    ~ConnectionTable();

    Connection &add(); // not reading yet, counts as a stranger's
    void goAway(); // of every handler: the broker stops
    void closeAll(); // closed() of every handler is called before this returns
    std::size_t size() const { return m_connections.size(); }
    const std::vector<Connection *> &connections() const { return m_connections; }
    const SendCounters &counters() const { return m_counters; }
    EventLoop &loop() { return m_loop; }

    void connectionEstablished(Connection &connection) override;
    void connectionWantsNextTurn(Connection &connection) override;
    void connectionClosed(Connection &connection) override;

private:
    void turnEnded() override;
    void tick() override;

    EventLoop &m_loop;
    const Clock &m_clock;
    SendCounters m_counters;
    std::uint64_t m_lastId = 0;
    std::vector<Connection *> m_connections; // order of no meaning; slot = index
    std::list<Connection *> m_strangers; // oldest first
    std::unordered_map<Connection *, std::list<Connection *>::iterator> m_strangerPlaces;
    std::vector<Connection *> m_nextTurn;
    MonotonicTime m_lastTick{};
};

} // namespace parley
