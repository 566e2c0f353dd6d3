#include "server/net/listener.h"

#include <utility>

#include "server/net/descriptor_limit.h"

namespace parley {

struct Listener::Socket {
    uv_tcp_t tcp{};
    Listener *listener = nullptr;
    const ListenPoint *point = nullptr;
};

Listener::Listener(ConnectionTable &table, Log log, Accepted accepted) :
    m_table(table), m_log(log), m_accepted(std::move(accepted))
{
    // Each loop keeps a spare descriptor from its first connection on (libuv).
    m_table.setCapacity(connectionsThatFit(m_table.all().loops()), [this] { roomMade(); });
}

Listener::~Listener()
{
    close();
}

Result<std::uint16_t> Listener::listenOnLoopback(std::uint16_t port, const HostRules &rules)
{
    const auto v4 = listen({ListenAddress::loopback4(port), rules, nullptr});
    if (!v4)
        return v4.error();
    const auto v6 = listen({ListenAddress::loopback6(v4->port()), rules, nullptr});
    if (!v6) // no IPv6 here, or a stranger on that port there
        m_log.info("not listening on [::1]: " + v6.error().message);
    return v4->port();
}

Result<ListenAddress> Listener::listen(ListenPoint point)
{
    if (!point.tls && !point.address.isLoopback())
        return Error{ErrorCode::InvalidArgument,
                     point.address.authority()
                         + " can be reached from other machines, so it needs TLS"};
    auto kept = std::make_unique<ListenPoint>(std::move(point));
    kept->rules.tls = kept->tls != nullptr;
    const auto port = bind(*kept);
    if (!port)
        return port.error();
    kept->rules.port = *port;
    kept->address = kept->address.withPort(*port);
    m_points.push_back(std::move(kept));
    return m_points.back()->address;
}

Result<std::uint16_t> Listener::bind(ListenPoint &point)
{
    const std::string &address = point.address.host();
    const std::uint16_t port = point.address.port();
    sockaddr_storage storage{};
    auto *generic = reinterpret_cast<sockaddr *>(&storage);
    if (point.address.isV6())
        uv_ip6_addr(address.c_str(), port, reinterpret_cast<sockaddr_in6 *>(generic));
    else
        uv_ip4_addr(address.c_str(), port, reinterpret_cast<sockaddr_in *>(generic));

    auto *socket = new Socket;
    socket->listener = this;
    socket->point = &point;
    uv_tcp_init(m_table.loop().handle(), &socket->tcp);
    socket->tcp.data = socket;
    // All of IPv6 is not all of IPv4 too: who asks for one gets one.
    int rc = uv_tcp_bind(&socket->tcp, generic, point.address.isV6() ? UV_TCP_IPV6ONLY : 0);
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
    const ListenPoint &point = *static_cast<Socket *>(stream->data)->point;
    if (point.tls) {
        auto tls = TlsLayer::make(point.tls);
        if (!tls) {
            connection.close();
            return;
        }
        connection.setTls(std::move(tls));
    }
    (point.accepted ? point.accepted : m_accepted)(connection, point.rules);
    connection.startReading();
}

void Listener::setTls(std::shared_ptr<const TlsContext> tls, const std::vector<std::string> &names)
{
    for (const auto &point : m_points) {
        if (!point->tls)
            continue;
        point->tls = tls;
        point->rules.names = names;
    }
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
