#pragma once

#include <atomic>
#include <cstddef>
#include <limits>
#include <vector>

namespace parley {

class ConnectionTable;

// The connections of all loops together: each takes a descriptor, so they have one bound, and a
// conversation goes to the loop that has the fewest of them.
// Thread: any; tables join, and the capacity is set, before the loops run.
class AllConnections final
{
public:
    AllConnections() = default;
    AllConnections(const AllConnections &) = delete;
    AllConnections &operator=(const AllConnections &) = delete;

    void join(ConnectionTable &table); // borrowed; the first is the one that accepts
    void leave(ConnectionTable &table);

    std::size_t loops() const { return m_tables.size(); }
    void setCapacity(std::size_t most) { m_capacity = most; }
    std::size_t capacity() const { return m_capacity; }
    std::size_t size() const; // with those on their way from one loop to another
    bool isFull() const { return size() >= m_capacity; }

    //! Which table has the fewest, by the order in which they joined, where a connection of the
    //! first is to be placed. Of two with as many it is the later: the first also accepts.
    std::size_t emptiest() const;

    //! The first table waits for room: its loop is woken by whoever makes some, and the others
    //! close their oldest stranger. Thread: the first table's loop.
    void askForRoom();
    void stopAsking() { m_isAsked.store(false); }
    void connectionClosed(const ConnectionTable &table); // of that table, after it was counted out

private:
    std::vector<ConnectionTable *> m_tables;
    std::size_t m_capacity = std::numeric_limits<std::size_t>::max();
    std::atomic<bool> m_isAsked{false};
};

} // namespace parley
