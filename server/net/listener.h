#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/base/log.h"
#include "server/net/connection_table.h"

namespace parley {

// Accepts connections on 127.0.0.1 and ::1, as many as there are descriptors beside the reserve;
// the others wait. Thread: I/O loop.
class Listener final
{
public:
    static constexpr int kBacklog = 1024; // connections that the kernel holds while we are busy

    //! \param accepted gets each new connection; it must set a handler.
    Listener(ConnectionTable &table, Log log, std::function<void(Connection &)> accepted);
    ~Listener();

    //! \param port 0 chooses a free one.
    //! \return the port in use, or Unavailable when somebody else has it.
    Result<std::uint16_t> listen(std::uint16_t port);
    void close(); // no new connections from here on

private:
    struct Socket;
    static void onConnection(uv_stream_t *stream, int status);
    Result<std::uint16_t> bind(const std::string &address, std::uint16_t port);
    void accept(uv_stream_t *stream);
    void roomMade();

    ConnectionTable &m_table;
    Log m_log;
    std::function<void(Connection &)> m_accepted;
    std::vector<uv_stream_t *> m_waiting; // has a newcomer for whom there is no descriptor
    std::vector<Socket *> m_sockets; // each deletes itself when libuv has let go of it
};

} // namespace parley
