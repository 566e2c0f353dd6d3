#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/log.h"
#include "server/net/connection_table.h"
#include "server/protocol/host_policy.h"
#include "server/types/listen_address.h"

namespace parley {

// An address that is listened on, and what holds for the connections that come in there.
struct ListenPoint {
    ListenAddress address;
    HostRules rules{}; // the port is filled in
    std::shared_ptr<const TlsContext> tls{}; // null: plain
    //! As the listener's own, for connections that come in here; unset: that one.
    std::function<void(Connection &, const HostRules &)> accepted{};
};

// Accepts connections, as many as there are descriptors beside the reserve; the others wait.
// Thread: I/O loop; listen() also before the loop runs.
class Listener final
{
public:
    static constexpr int kBacklog = 1024; // connections that the kernel holds while we are busy
    //! Gets each new connection and must set a handler; the rules live as long as the listener.
    using Accepted = std::function<void(Connection &, const HostRules &)>;

    Listener(ConnectionTable &table, Log log, Accepted accepted);
    ~Listener();

    //! 127.0.0.1, and ::1 where it can be had, without TLS. \param port 0 chooses a free one.
    //! \return the port in use, or AlreadyExists when somebody else has it.
    Result<std::uint16_t> listenOnLoopback(std::uint16_t port, const HostRules &rules);
    //! \return the address with the port in use. AlreadyExists: somebody else has it. Unavailable:
    //! it is no address of this machine, say. InvalidArgument: plain, and not loopback; what others
    //! on the network could read is never served without TLS.
    Result<ListenAddress> listen(ListenPoint point);
    //! From now on, wherever TLS is spoken: this certificate and these names. Connections that are
    //! there already go on as they are. \param names see HostRules.
    void setTls(std::shared_ptr<const TlsContext> tls, const std::vector<std::string> &names);
    void close(); // no new connections from here on

private:
    struct Socket;
    static void onConnection(uv_stream_t *stream, int status);
    void accept(uv_stream_t *stream);
    void roomMade();
    Result<std::uint16_t> bind(ListenPoint &point);

    ConnectionTable &m_table;
    Log m_log;
    Accepted m_accepted;
    std::vector<std::unique_ptr<ListenPoint>> m_points; // stay when the sockets go
    std::vector<uv_stream_t *> m_waiting; // has a newcomer for whom there is no descriptor
    std::vector<Socket *> m_sockets; // each deletes itself when libuv has let go of it
};

} // namespace parley
