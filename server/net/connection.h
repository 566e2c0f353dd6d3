#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <uv.h>

#include "server/base/clock.h"
#include "server/net/detached_connection.h"
#include "server/net/event_loop.h"

namespace parley {

class Connection;

// What a connection's bytes mean. Owned by its connection; replaced when HTTP becomes WebSocket.
class ConnectionHandler
{
public:
    virtual ~ConnectionHandler() = default;
    //! Bytes that arrived; may be changed in place, gone after the call.
    virtual void received(std::span<char> bytes) = 0;
    virtual void drained() = 0; // all that was handed over is with the kernel, after it was not
    virtual void tick(MonotonicTime now) = 0; // once a second: time to look at deadlines
    virtual void closed() = 0; // the last call: peer gone, or closed from here
    virtual void goAway() {} // the broker stops; for wires that can say so
};

// Keeps the books of a loop's connections.
class ConnectionObserver
{
public:
    virtual void connectionEstablished(Connection &connection) = 0;
    virtual void connectionWantsNextTurn(Connection &connection)
        = 0; // it had its share of this one
    virtual void connectionClosed(Connection &connection) = 0; // after its handler heard it

protected:
    ~ConnectionObserver() = default; // never deleted through this interface
};

struct SendCounters {
    std::uint64_t sends = 0; // system calls that wrote
    std::uint64_t bytes = 0;
};

// A TCP connection, with TLS or without: bytes in, bytes out, nothing queued but what the kernel
// did not take. With TLS its handler hears nothing before the handshake is over, but for the ticks:
// a deadline that counts from the accept holds for the handshake too.
// Thread: I/O loop. Deletes itself when it is closed; until closed() was called the pointer is
// good.
class Connection final
{
public:
    static constexpr std::chrono::seconds kCloseGrace{5}; // RFC 6455 leaves it open; ours for all
    //! Four full records go out in one send; with fewer, long sends would cost more system calls.
    static constexpr std::size_t kEncryptedAtOnce = 4 * 16 * 1024;

    Connection(EventLoop &loop, ConnectionObserver &observer, SendCounters &counters,
               std::uint64_t id);
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    bool acceptFrom(uv_stream_t *listener); // false: the peer is gone already
    void setTls(std::unique_ptr<TlsLayer> tls) { m_tls = std::move(tls); } // before startReading()
    bool isEncrypted() const { return m_tls != nullptr; }
    //! What the client and we agreed on by ALPN, such as "h2"; known from the first received() on.
    //! "": it did not ask, or there is no TLS.
    std::string_view alpn() const { return m_tls ? m_tls->protocol() : std::string_view(); }
    void setHandler(std::unique_ptr<ConnectionHandler> handler);
    void startReading();

    void write(std::string bytes);
    //! Hands over what the kernel takes now and keeps nothing; not while isBlocked().
    //! With TLS it takes kEncryptedAtOnce more, because a record that was begun must be ended.
    //! \return how many bytes it took.
    std::size_t writeNow(std::string_view bytes);
    //! Sends \p bytes as soon as the kernel takes them; until then isBlocked().
    void writeLater(std::string bytes);

    bool isBlocked() const { return m_unsent > 0; }
    std::size_t unsent() const { return m_unsent; } // bytes, as they go over the wire
    void pauseReading();
    void resumeReading();
    //! Sends what waits, then says "no more" and discards what still comes until the peer leaves,
    //! so that the last answer is not lost to a reset. At the latest kCloseGrace later: close().
    void closeAfterWrites();
    void close(); // at once; closed() is called before this returns
    void tick(MonotonicTime now);
    void goAway(); // tells the handler

    //! From here on nothing is read: the connection goes to another loop.
    void prepareToLeave();
    //! Behind prepareToLeave(), and not while isBlocked(): lets go of the socket and of the TLS.
    //! The handler hears nothing of it, not even closed(); both are deleted soon.
    //! \return nullopt when there is no descriptor to spare: it is still here, and not reading.
    std::optional<DetachedConnection> leave();
    //! On a fresh connection, instead of acceptFrom(). \return false when the socket is no good.
    bool enter(DetachedConnection detached);
    //! Behind enter() and setHandler(): hands over what the peer said before, and reads on.
    void goOn(std::string received);

    //! It has shown a token: it no longer counts as a stranger's.
    void setEstablished();
    bool isEstablished() const { return m_established; }

    std::uint64_t id() const { return m_id; }
    std::string peerAddress() const; // "127.0.0.1:50122"
    bool isClosing() const { return m_phase >= Phase::Discarding; }
    EventLoop &loop() { return m_loop; }
    std::uint32_t slot() const { return m_slot; }
    void setSlot(std::uint32_t slot) { m_slot = slot; }

private:
    ~Connection() = default;
    struct PendingWrite;
    enum class Phase : std::uint8_t {
        Open,
        Leaving, // prepareToLeave() was called
        Discarding, // closeAfterWrites() was called
        Closed, // or left: it is deleted soon
    };

    static void onAllocate(uv_handle_t *handle, std::size_t hint, uv_buf_t *buffer);
    static void onRead(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);
    static void onWritten(uv_write_t *request, int status);
    static void onClosed(uv_handle_t *handle);
    void receiveEncrypted(std::string_view bytes);
    void settleTls();
    void writeEncrypted(std::string_view bytes);
    void sendRecords(std::string_view records);
    void endTls();
    std::size_t tryWrite(std::string_view bytes); // bytes the kernel took
    void queue(std::string bytes, std::size_t done);
    void closeHandle();
    uv_stream_t *stream() { return reinterpret_cast<uv_stream_t *>(&m_tcp); }

    uv_tcp_t m_tcp{};
    EventLoop &m_loop;
    ConnectionObserver &m_observer;
    SendCounters &m_counters;
    std::unique_ptr<TlsLayer> m_tls; // null: plain
    std::unique_ptr<ConnectionHandler> m_handler;
    std::unique_ptr<ConnectionHandler> m_replaced; // kept while its own call may be on the stack
    std::uint64_t m_id;
    std::size_t m_unsent = 0;
    Phase m_phase = Phase::Open;
    bool m_reading = false;
    bool m_established = false;
    std::uint32_t m_slot = 0; // the observer's
    MonotonicTime m_discardingSince{}; // set by the first tick after closeAfterWrites()
};

} // namespace parley
