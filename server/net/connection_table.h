#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/base/clock.h"
#include "server/net/all_connections.h"
#include "server/net/connection.h"
#include "server/net/served_request.h"

namespace parley {

// All connections of one loop: their clock ticks, their turns, and the bound on strangers.
// Thread: its I/O loop, but for what says otherwise.
class ConnectionTable final : public ConnectionObserver, private TurnObserver, private TickObserver
{
public:
    //! Connections of one loop that have not shown a token yet. One more pushes out the oldest of
    //! them: on loopback everybody has the same address, so a newcomer must never be the one
    //! refused.
    static constexpr std::size_t kMaxStrangers = 256;

    //! All borrowed; they outlive the table.
    ConnectionTable(EventLoop &loop, const Clock &clock, AllConnections &all);
    ~ConnectionTable();

    // A connection that is on its way to a table counts as one of its own. Thread: any one.
    class Seat final
    {
    public:
        explicit Seat(ConnectionTable &table) : m_table(&table) { ++table.m_count; }
        Seat(Seat &&other) noexcept : m_table(std::exchange(other.m_table, nullptr)) {}
        ~Seat() { giveUp(); }
        void giveUp()
        {
            if (m_table)
                --m_table->m_count;
            m_table = nullptr;
        }

    private:
        ConnectionTable *m_table;
    };

    struct Arrival {
        DetachedConnection connection;
        Seat seat;
        std::string received; // from the peer, after decryption; its new handler hears it first
        MakeHandler makeHandler;
    };

    //! \param most connections that all loops hold at a time. \param roomMade called when there is
    //! room again, after makeRoom() said no. Before the loops run.
    void setCapacity(std::size_t most, std::function<void()> roomMade);
    //! Whether one more may be added. Closes the oldest stranger for it, if need be.
    bool makeRoom();
    Connection &add(); // not reading yet, counts as a stranger's
    //! A connection of another loop goes on here; dropped when this loop has ended. Thread: any.
    void receive(Arrival arrival);
    void closeOldestStranger(); // if there is one
    void goAway(); // of every handler: the broker stops
    void closeAll(); // closed() of every handler is called before this returns
    std::size_t size() const { return m_count.load(); } // with those on their way. Thread: any
    const SendCounters &counters() const { return m_counters; }
    const AllConnections &all() const { return m_all; }
    EventLoop &loop() { return m_loop; } // Thread: any

    void connectionEstablished(Connection &connection) override;
    void connectionWantsNextTurn(Connection &connection) override;
    void connectionClosed(Connection &connection) override;

private:
    void turnEnded() override;
    void tick() override;
    Connection &insert(std::uint64_t id);
    void arrive(Arrival &arrival);

    EventLoop &m_loop;
    const Clock &m_clock;
    AllConnections &m_all;
    SendCounters m_counters;
    std::atomic<std::size_t> m_count{0};
    std::function<void()> m_roomMade;
    bool m_isFull = false; // makeRoom() said no
    std::uint64_t m_lastId = 0;
    std::vector<Connection *> m_connections; // order of no meaning; slot = index
    std::list<Connection *> m_strangers; // oldest first
    std::unordered_map<Connection *, std::list<Connection *>::iterator> m_strangerPlaces;
    std::vector<Connection *> m_nextTurn;
    MonotonicTime m_lastTick{};
};

} // namespace parley
