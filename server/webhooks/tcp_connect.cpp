#include "server/webhooks/tcp_connect.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parley {
namespace {

int startConnect(int descriptor, const IpAddress &address, std::uint16_t port)
{
    if (address.isV6) {
        sockaddr_in6 to{};
        to.sin6_family = AF_INET6;
        to.sin6_port = htons(port);
        std::copy(address.bytes.begin(), address.bytes.end(), to.sin6_addr.s6_addr);
        return ::connect(descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    std::copy_n(address.bytes.begin(), 4, reinterpret_cast<std::uint8_t *>(&to.sin_addr));
    return ::connect(descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to);
}

} // namespace

TcpConnect::TcpConnect(const IpAddress &address, std::uint16_t port, Done done) :
    m_descriptor(
        socket(address.isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
    m_done(std::move(done))
{
    if (m_descriptor < 0
        || (startConnect(m_descriptor, address, port) != 0 && errno != EINPROGRESS)) {
        const int error = errno;
        QMetaObject::invokeMethod(
            this, [this, error] { finish(error); }, Qt::QueuedConnection);
        return;
    }
    m_writable = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Write);
    QObject::connect(m_writable.get(), &QSocketNotifier::activated, this, &TcpConnect::ready);
}

TcpConnect::~TcpConnect()
{
    dropNotifier();
    if (m_descriptor >= 0)
        close(m_descriptor);
}

int TcpConnect::take()
{
    dropNotifier();
    return std::exchange(m_descriptor, -1);
}

void TcpConnect::abandon()
{
    dropNotifier();
    m_done = nullptr;
}

// It may be the sender of the signal that we are in, so it goes at the next turn of the loop.
void TcpConnect::dropNotifier()
{
    if (!m_writable)
        return;
    m_writable->setEnabled(false);
    m_writable.release()->deleteLater();
}

void TcpConnect::ready()
{
    m_writable->setEnabled(false);
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    finish(error);
}

void TcpConnect::finish(int error)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(error); // may destroy this
}

} // namespace parley
