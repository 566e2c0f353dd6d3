#include "server/net/connection.h"

#include <array>
#include <cassert>
#include <utility>

#include <fcntl.h>

namespace parley {

struct Connection::PendingWrite {
    uv_write_t request{};
    std::string bytes{};
    std::string_view rest{};
};

Connection::Connection(EventLoop &loop, ConnectionObserver &observer, SendCounters &counters,
                       std::uint64_t id) :
    m_loop(loop),
    m_observer(observer), m_counters(counters), m_id(id)
{
    uv_tcp_init(loop.handle(), &m_tcp);
    m_tcp.data = this;
}

bool Connection::acceptFrom(uv_stream_t *listener)
{
    if (uv_accept(listener, stream()) != 0)
        return false;
    uv_tcp_nodelay(&m_tcp, 1);
    return true;
}

void Connection::setHandler(std::unique_ptr<ConnectionHandler> handler)
{
    m_replaced = std::move(m_handler);
    m_handler = std::move(handler);
}

void Connection::startReading()
{
    if (!m_reading && (m_phase == Phase::Open || m_phase == Phase::Discarding))
        m_reading = uv_read_start(stream(), onAllocate, onRead) == 0;
}

void Connection::pauseReading()
{
    if (m_reading)
        uv_read_stop(stream());
    m_reading = false;
}

void Connection::resumeReading()
{
    startReading();
}

void Connection::onAllocate(uv_handle_t *handle, std::size_t, uv_buf_t *buffer)
{
    const auto bytes = static_cast<Connection *>(handle->data)->m_loop.readBuffer();
    *buffer = uv_buf_init(bytes.data(), static_cast<unsigned>(bytes.size()));
}

void Connection::onRead(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    auto &self = *static_cast<Connection *>(stream->data);
    if (count == 0)
        return;
    if (count < 0) {
        self.close();
        return;
    }
    if (self.m_phase == Phase::Discarding)
        return;
    if (self.m_tls) {
        self.receiveEncrypted({buffer->base, static_cast<std::size_t>(count)});
    } else {
        self.m_handler->received({buffer->base, static_cast<std::size_t>(count)});
        self.m_replaced.reset();
    }
    // libuv would read up to 32 full buffers in a row from one busy peer; the others come first.
    if (static_cast<std::size_t>(count) == buffer->len && self.m_reading) {
        self.pauseReading();
        self.m_observer.connectionWantsNextTurn(self);
    }
}

// All of it is decrypted at once, as a plain read is handed over whole: nothing waits in between
// that somebody would have to remember.
void Connection::receiveEncrypted(std::string_view bytes)
{
    std::array<char, 4 * 16 * 1024> plain; // four full records; not cleared, decrypt() fills it
    m_tls->feed(bytes);
    for (;;) {
        std::string &records = m_loop.sendBuffer();
        records.clear();
        const std::size_t size = m_tls->decrypt(plain, records);
        sendRecords(records);
        if (size == 0)
            break;
        m_handler->received({plain.data(), size});
        m_replaced.reset();
        if (isClosing())
            return;
    }
    if (m_phase == Phase::Open)
        settleTls();
}

// When all that the peer said was handed over.
void Connection::settleTls()
{
    if (m_tls->state() == TlsLayer::State::Ended) {
        endTls();
        close(); // as when the peer of a plain connection leaves
    } else if (m_tls->state() == TlsLayer::State::Failed) {
        closeAfterWrites(); // the alert is on its way
    }
}

void Connection::writeEncrypted(std::string_view bytes)
{
    std::string &records = m_loop.sendBuffer();
    records.clear();
    m_tls->encrypt(bytes, records);
    sendRecords(records);
}

void Connection::sendRecords(std::string_view records)
{
    const std::size_t done = records.empty() || isBlocked() ? 0 : tryWrite(records);
    if (done < records.size())
        queue(std::string(records.substr(done)), 0);
}

void Connection::endTls()
{
    std::string &records = m_loop.sendBuffer();
    records.clear();
    m_tls->end(records);
    sendRecords(records);
}

std::size_t Connection::tryWrite(std::string_view bytes)
{
    const uv_buf_t buffer
        = uv_buf_init(const_cast<char *>(bytes.data()), static_cast<unsigned>(bytes.size()));
    const int written = uv_try_write(stream(), &buffer, 1);
    if (written <= 0)
        return 0; // a broken connection shows in the read callback
    ++m_counters.sends;
    m_counters.bytes += static_cast<std::uint64_t>(written);
    return static_cast<std::size_t>(written);
}

void Connection::write(std::string bytes)
{
    if (isClosing() || bytes.empty())
        return;
    if (m_tls) {
        writeEncrypted(bytes);
        return;
    }
    const std::size_t done = isBlocked() ? 0 : tryWrite(bytes);
    if (done == bytes.size())
        return;
    queue(std::move(bytes), done);
}

std::size_t Connection::writeNow(std::string_view bytes)
{
    assert(!isBlocked());
    if (isClosing())
        return 0;
    if (!m_tls)
        return tryWrite(bytes);
    std::size_t taken = 0;
    while (taken < bytes.size() && !isBlocked()) {
        const std::string_view next = bytes.substr(taken, kEncryptedAtOnce);
        writeEncrypted(next);
        taken += next.size();
    }
    return taken;
}

void Connection::writeLater(std::string bytes)
{
    if (isClosing() || bytes.empty())
        return;
    if (m_tls)
        writeEncrypted(bytes);
    else
        queue(std::move(bytes), 0);
}

// The bytes behind the first \p done of them.
void Connection::queue(std::string bytes, std::size_t done)
{
    auto *pending = new PendingWrite;
    pending->bytes = std::move(bytes);
    pending->rest = std::string_view(pending->bytes).substr(done);
    m_unsent += pending->rest.size();
    pending->request.data = pending;
    const uv_buf_t buffer = uv_buf_init(const_cast<char *>(pending->rest.data()),
                                        static_cast<unsigned>(pending->rest.size()));
    if (uv_write(&pending->request, stream(), &buffer, 1, onWritten) != 0) {
        m_unsent -= pending->rest.size();
        delete pending; // the connection is broken; the read callback says so
    }
}

void Connection::onWritten(uv_write_t *request, int status)
{
    auto &self = *static_cast<Connection *>(request->handle->data);
    const std::unique_ptr<PendingWrite> pending(static_cast<PendingWrite *>(request->data));
    self.m_unsent -= pending->rest.size();
    ++self.m_counters.sends;
    self.m_counters.bytes += pending->rest.size();
    if (self.m_phase == Phase::Closed)
        return;
    if (status < 0) {
        self.close();
        return;
    }
    if (self.m_unsent > 0)
        return;
    if (self.m_phase != Phase::Discarding)
        self.m_handler->drained();
}

void Connection::closeAfterWrites()
{
    if (isClosing())
        return;
    if (m_tls)
        endTls();
    m_phase = Phase::Discarding;
    auto *request = new uv_shutdown_t;
    const auto done = [](uv_shutdown_t *finished, int) { delete finished; };
    if (uv_shutdown(request, stream(), done) != 0) {
        delete request;
        close();
        return;
    }
    startReading(); // to see the peer leave
}

void Connection::tick(MonotonicTime now)
{
    if (m_phase != Phase::Discarding) {
        m_handler->tick(now);
        m_replaced.reset();
    } else if (m_discardingSince == MonotonicTime{}) {
        m_discardingSince = now;
    } else if (now - m_discardingSince >= kCloseGrace) {
        close();
    }
}

void Connection::goAway()
{
    if (!isClosing())
        m_handler->goAway();
}

void Connection::prepareToLeave()
{
    assert(m_phase == Phase::Open);
    pauseReading();
    m_phase = Phase::Leaving;
}

// libuv does not let go of a descriptor without closing it, so a copy of it goes.
std::optional<DetachedConnection> Connection::leave()
{
    assert(m_phase == Phase::Leaving && !isBlocked());
    uv_os_fd_t descriptor = -1;
    uv_fileno(reinterpret_cast<uv_handle_t *>(&m_tcp), &descriptor);
    OwnedDescriptor copy(fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    if (!copy.isOpen())
        return std::nullopt;
    m_phase = Phase::Closed;
    closeHandle();
    return DetachedConnection{std::move(copy), m_id, m_established, std::move(m_tls)};
}

bool Connection::enter(DetachedConnection detached)
{
    if (uv_tcp_open(&m_tcp, detached.socket.get()) != 0)
        return false;
    detached.socket.release();
    m_tls = std::move(detached.tls);
    if (detached.isEstablished)
        setEstablished();
    return true;
}

void Connection::goOn(std::string received)
{
    startReading(); // first: what was received may pause it again
    if (!received.empty())
        m_handler->received({received.data(), received.size()});
    m_replaced.reset();
    if (m_tls && !isClosing())
        settleTls();
}

void Connection::setEstablished()
{
    if (std::exchange(m_established, true))
        return;
    m_observer.connectionEstablished(*this);
}

void Connection::close()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    m_reading = false;
    if (m_handler)
        m_handler->closed();
    closeHandle();
}

void Connection::closeHandle()
{
    m_observer.connectionClosed(*this);
    uv_close(reinterpret_cast<uv_handle_t *>(&m_tcp), onClosed);
}

void Connection::onClosed(uv_handle_t *handle)
{
    delete static_cast<Connection *>(handle->data);
}

std::string Connection::peerAddress() const
{
    sockaddr_storage address{};
    int size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    char text[64]{};
    if (uv_tcp_getpeername(&m_tcp, generic, &size) != 0)
        return {};
    if (address.ss_family == AF_INET6) {
        const auto *v6 = reinterpret_cast<const sockaddr_in6 *>(&address);
        uv_ip6_name(v6, text, sizeof text);
        return "[" + std::string(text) + "]:" + std::to_string(ntohs(v6->sin6_port));
    }
    const auto *v4 = reinterpret_cast<const sockaddr_in *>(&address);
    uv_ip4_name(v4, text, sizeof text);
    return std::string(text) + ":" + std::to_string(ntohs(v4->sin_port));
}

} // namespace parley
