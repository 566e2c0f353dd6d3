#pragma once

#include <memory>
#include <string>

#include "server/net/connection_table.h"
#include "server/net/served_request.h"

namespace parley {

// What stands in for a conversation while its connection goes from one loop to another. The move
// waits for the end of the turn, so that nobody on the stack works on a connection that has gone,
// and for the kernel to take what was sent before; what still comes from the peer in between goes
// with it. Owned by its connection. Thread: the loop that the connection leaves.
class Departure final : public ConnectionHandler
{
public:
    //! So long may a client take to read the answers in front of the move.
    static constexpr std::chrono::seconds kPatience{30};

    //! \param target outlives the loops. \param makeHandler is called on the target's loop.
    Departure(Connection &connection, ConnectionTable &target, MakeHandler makeHandler);
    ~Departure() override;

    void received(std::span<char> bytes) override { m_received.append(bytes.data(), bytes.size()); }
    void drained() override { leaveSoon(); }
    void tick(MonotonicTime now) override;
    void closed() override { m_self.reset(); }

private:
    void leaveSoon();
    void leave();

    Connection &m_connection;
    ConnectionTable &m_target;
    MakeHandler m_makeHandler;
    ConnectionTable::Seat m_seat;
    std::string m_received;
    std::shared_ptr<Departure *> m_self; // null: it will not leave any more
    MonotonicTime m_since{}; // as of the first tick
};

//! A maker of handlers that are made, and live, on the loop of \p target: where the connection is
//! of that loop already it is \p makeHandler itself that is called, else the connection moves.
MakeHandler onLoopOf(ConnectionTable &target, MakeHandler makeHandler);

} // namespace parley
