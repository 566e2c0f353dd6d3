#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

#include "server/base/clock.h"

namespace parley {

class Connection;

// Whose TLS handshake goes on in this turn of the loop. A step of one costs up to milliseconds of
// the thread that serves everybody (a key exchange and a signature), and hundreds may be ready at
// once; so a turn has a little time for them, and who comes too late is read in a later turn, in
// the order of coming. Nothing is kept of him meanwhile: his bytes wait in the kernel. Measured in
// time, because a step with a key of RSA costs ten times what one of an elliptic curve does.
// Thread: I/O loop.
class HandshakeQueue final
{
public:
    //! For the handshakes of a turn, and then for the step that is under way: that long somebody
    //! who is connected may wait for them. One step at least is made in each turn.
    static constexpr std::chrono::microseconds kTimePerTurn{1000};
    //! Read again in one turn, of those who waited: as many as have the time with usual keys.
    static constexpr std::size_t kResumedPerTurn = 8;

    explicit HandshakeQueue(const Clock &clock) : m_clock(clock) {}

    //! Whether \p connection may be read now. If not, it must stop reading until nextOfTurn() names
    //! it.
    bool mayStep(Connection &connection);
    void stepBegins() { m_begin = m_clock.monotonic(); }
    void stepEnds() { m_left -= m_clock.monotonic() - m_begin; }

    void turnEnded() { m_left = kTimePerTurn; }
    Connection *nextOfTurn(); // who may be read again; null: nobody more
    void forget(const Connection &connection); // it is closed
    std::size_t waiting() const { return m_waiting.size(); }

private:
    const Clock &m_clock;
    std::deque<Connection *> m_waiting; // no more than there may be strangers
    std::vector<Connection *> m_resumed; // and not read yet
    MonotonicTime m_begin{};
    MonotonicTime::duration m_left = kTimePerTurn;
};

} // namespace parley
