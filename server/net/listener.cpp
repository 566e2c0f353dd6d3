#include "server/net/listener.h"

#include <utility>

#include "server/net/descriptor_limit.h"

namespace parley {

struct Listener::Socket {
    uv_tcp_t tcp{};
    Listener *listener = nullptr;
};

Listener::Listener(ConnectionTable &table, Log log, std::function<void(Connection &)> accepted) :
    m_table(table), m_log(log), m_accepted(std::move(accepted))
{
    m_table.setCapacity(connectionsThatFit(), [this] { roomMade(); });
}

Listener::~Listener()
{
    close();
}

Result<std::uint16_t> Listener::listen(std::uint16_t port)
{
    auto chosen = bind("127.0.0.1", port);
    if (!chosen)
        return chosen;
    if (auto v6 = bind("::1", *chosen); !v6) // no IPv6 here, or a stranger on that port there
        m_log.info("not listening on [::1]: " + v6.error().message);
    return chosen;
}

Result<std::uint16_t> Listener::bind(const std::string &address, std::uint16_t port)
{
    sockaddr_storage storage{};
    auto *generic = reinterpret_cast<sockaddr *>(&storage);
    if (address.find(':') == std::string::npos)
        uv_ip4_addr(address.c_str(), port, reinterpret_cast<sockaddr_in *>(generic));
    else
        uv_ip6_addr(address.c_str(), port, reinterpret_cast<sockaddr_in6 *>(generic));

    auto *socket = new Socket;
    socket->listener = this;
    uv_tcp_init(m_table.loop().handle(), &socket->tcp);
    socket->tcp.data = socket;
    int rc = uv_tcp_bind(&socket->tcp, generic, 0);
    if (rc == 0)
        rc = uv_listen(reinterpret_cast<uv_stream_t *>(&socket->tcp), kBacklog, onConnection);
    int size = sizeof storage;
    if (rc == 0)
        rc = uv_tcp_getsockname(&socket->tcp, generic, &size);
    m_sockets.push_back(socket);
    if (rc != 0) {
        m_sockets.pop_back();
        uv_close(reinterpret_cast<uv_handle_t *>(&socket->tcp),
                 [](uv_handle_t *handle) { delete static_cast<Socket *>(handle->data); });
        const std::string where = address + " port " + std::to_string(port);
        if (rc == UV_EADDRINUSE)
            return Error{ErrorCode::AlreadyExists, where + " is in use by another program"};
        return Error{ErrorCode::Unavailable, where + ": " + uv_strerror(rc)};
    }
    return ntohs(storage.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6 *>(generic)->sin6_port
                     : reinterpret_cast<const sockaddr_in *>(generic)->sin_port);
}

void Listener::onConnection(uv_stream_t *stream, int status)
{
    auto &self = *static_cast<Socket *>(stream->data)->listener;
    if (status != 0) {
        self.m_log.warning(std::string("accept: ") + uv_strerror(status));
        return;
    }
    self.accept(stream);
}

// A connection that is not taken stays with libuv, which looks for no other one until it is: so
// newcomers wait in the kernel, and nothing spins.
void Listener::accept(uv_stream_t *stream)
{
    if (!m_table.makeRoom()) {
        m_waiting.push_back(stream);
        return;
    }
    Connection &connection = m_table.add();
    if (!connection.acceptFrom(stream)) {
        connection.close();
        return;
    }
    m_accepted(connection);
    connection.startReading();
}

void Listener::roomMade()
{
    for (uv_stream_t *stream : std::exchange(m_waiting, {}))
        accept(stream);
}

void Listener::close()
{
    m_waiting.clear();
    for (auto *socket : m_sockets)
        uv_close(reinterpret_cast<uv_handle_t *>(&socket->tcp),
                 [](uv_handle_t *handle) { delete static_cast<Socket *>(handle->data); });
    m_sockets.clear();
}

} // namespace parley
