#include "tests/support/tcp_stream.h"

#include <cerrno>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::test {
namespace {

bool waitFor(int socket, short what)
{
    pollfd one{socket, what, 0};
    return ::poll(&one, 1, TcpStream::kPatienceMs) > 0;
}

} // namespace

TcpStream::TcpStream(quint16 port, int receiveBuffer)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receiveBuffer > 0)
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

TcpStream::~TcpStream()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool TcpStream::hasArrived() const
{
    pollfd one{m_socket, POLLIN, 0};
    return !m_buffer.isEmpty() || ::poll(&one, 1, 0) > 0;
}

bool TcpStream::send(const QByteArray &bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        if (!waitFor(m_socket, POLLOUT))
            return false;
        const ssize_t n
            = ::send(m_socket, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at),
                     MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN)
            return false;
        at += n > 0 ? n : 0;
    }
    return true;
}

void TcpStream::finishSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

bool TcpStream::fill()
{
    if (m_ended || !waitFor(m_socket, POLLIN))
        return false;
    char bytes[64 * 1024];
    const ssize_t n = ::recv(m_socket, bytes, sizeof bytes, 0);
    m_ended = n <= 0;
    if (n > 0)
        m_buffer.append(bytes, n);
    return n > 0;
}

QByteArray TcpStream::takeThrough(const QByteArray &delimiter)
{
    qsizetype at = -1;
    while ((at = m_buffer.indexOf(delimiter)) < 0)
        if (!fill())
            return {};
    return take(at + delimiter.size());
}

QByteArray TcpStream::take(qsizetype bytes)
{
    while (m_buffer.size() < bytes)
        if (!fill())
            return {};
    const QByteArray taken = m_buffer.left(bytes);
    m_buffer.remove(0, bytes);
    return taken;
}

bool TcpStream::waitForClose()
{
    while (fill())
        m_buffer.clear();
    return m_ended;
}

} // namespace parley::test
