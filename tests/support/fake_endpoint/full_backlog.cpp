#include "tests/support/fake_endpoint/full_backlog.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::test {
namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

Address loopback(bool v6, quint16 port)
{
    Address out;
    if (v6) {
        auto *in6 = reinterpret_cast<sockaddr_in6 *>(&out.storage);
        in6->sin6_family = AF_INET6;
        in6->sin6_addr = in6addr_loopback;
        in6->sin6_port = htons(port);
        out.size = sizeof(sockaddr_in6);
    } else {
        auto *in = reinterpret_cast<sockaddr_in *>(&out.storage);
        in->sin_family = AF_INET;
        in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        in->sin_port = htons(port);
        out.size = sizeof(sockaddr_in);
    }
    return out;
}

} // namespace

FullBacklog::FullBacklog(bool v6, quint16 port)
{
    static constexpr int kClients = 8; // more than a backlog of 0 takes
    const int family = v6 ? AF_INET6 : AF_INET;
    Address address = loopback(v6, port);
    m_listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto *raw = reinterpret_cast<sockaddr *>(&address.storage);
    if (bind(m_listener, raw, address.size) != 0 || listen(m_listener, 0) != 0)
        qFatal("the full backlog cannot listen");
    getsockname(m_listener, raw, &address.size);
    m_port = ntohs(v6 ? reinterpret_cast<sockaddr_in6 *>(raw)->sin6_port
                      : reinterpret_cast<sockaddr_in *>(raw)->sin_port);
    for (int i = 0; i < kClients; ++i) {
        const int client = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        connect(client, raw, address.size); // in progress is all that is wanted
        m_clients.push_back(client);
    }
}

FullBacklog::~FullBacklog()
{
    for (const int client : m_clients)
        close(client);
    close(m_listener);
}

} // namespace parley::test
