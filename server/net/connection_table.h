#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/net/connection.h"
#include "server/net/handshake_queue.h"

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

    //! \param most connections that are held at a time. \param roomMade called when there is room
    //! again, after there was none.
    void setCapacity(std::size_t most, std::function<void()> roomMade);
    //! Whether one more may be added. Closes the oldest stranger for it, if need be.
    bool makeRoom();
    Connection &add(); // not reading yet, counts as a stranger's
    void goAway(); // of every handler: the broker stops
    void closeAll(); // closed() of every handler is called before this returns
    std::size_t size() const { return m_connections.size(); }
    std::size_t capacity() const { return m_capacity; }
    const std::vector<Connection *> &connections() const { return m_connections; }
    const SendCounters &counters() const { return m_counters; }
    EventLoop &loop() { return m_loop; }

    void connectionEstablished(Connection &connection) override;
    void connectionWantsNextTurn(Connection &connection) override;
    void connectionClosed(Connection &connection) override;
    HandshakeQueue &handshakes() override { return m_handshakes; }

private:
    void turnEnded() override;
    void tick() override;

    EventLoop &m_loop;
    const Clock &m_clock;
    SendCounters m_counters;
    std::size_t m_capacity = std::numeric_limits<std::size_t>::max();
    std::function<void()> m_roomMade;
    bool m_isFull = false; // makeRoom() said no
    std::uint64_t m_lastId = 0;
    std::vector<Connection *> m_connections; // order of no meaning; slot = index
    std::list<Connection *> m_strangers; // oldest first
    std::unordered_map<Connection *, std::list<Connection *>::iterator> m_strangerPlaces;
    std::vector<Connection *> m_nextTurn;
    HandshakeQueue m_handshakes;
    MonotonicTime m_lastTick{};
};

} // namespace parley
