#include "tests/bench/peers/loopback.h"

#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/bench/peers/tls_client.h"
#include "tests/bench/support/failure.h"

namespace parley::bench {
namespace {

sockaddr_in addressOf(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connected(std::uint16_t port) // -1 when nobody listens
{
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = addressOf(port);
    if (connect(handle, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return handle;
    close(handle);
    return -1;
}

} // namespace

Loopback::Loopback(std::uint16_t port, Wire wire) : m_handle(connected(port))
{
    if (m_handle < 0)
        throw Failure("port " + std::to_string(port) + " takes no connection");
    const int one = 1;
    setsockopt(m_handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const timeval patience{20, 0}; // a server that says nothing for so long is stuck
    setsockopt(m_handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (wire == Wire::Tls)
        m_tls = std::make_unique<TlsClient>(m_handle);
}

Loopback::~Loopback()
{
    if (m_handle >= 0)
        close(m_handle);
}

Loopback::Loopback(Loopback &&other) noexcept :
    m_handle(std::exchange(other.m_handle, -1)), m_tls(std::move(other.m_tls)),
    m_read(std::move(other.m_read))
{
}

void Loopback::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = sendSome(bytes);
        if (count <= 0)
            throw Failure("the server went away while a connection was set up");
        bytes.remove_prefix(std::size_t(count));
    }
}

std::ptrdiff_t Loopback::receive(char *out, std::size_t size)
{
    return m_tls ? m_tls->receive(out, size) : recv(m_handle, out, size, 0);
}

std::ptrdiff_t Loopback::sendSome(std::string_view bytes)
{
    return m_tls ? m_tls->send(bytes) : ::send(m_handle, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

// While it blocks, a record at a time: reading on would wait for the next.
bool Loopback::readSome()
{
    char bytes[4096];
    const auto count
        = m_tls ? m_tls->receiveOnce(bytes, sizeof bytes) : receive(bytes, sizeof bytes);
    if (count > 0)
        m_read.append(bytes, std::size_t(count));
    return count > 0;
}

std::string Loopback::readThrough(std::string_view end)
{
    std::size_t found = m_read.find(end);
    while (found == std::string::npos) {
        if (!readSome())
            throw Failure("instead of an answer the server said: " + m_read);
        found = m_read.find(end);
    }
    std::string text = m_read.substr(0, found + end.size());
    m_read.erase(0, text.size());
    return text;
}

std::string Loopback::readToEnd()
{
    while (readSome()) {}
    return takeRest();
}

std::string Loopback::takeRest()
{
    return std::exchange(m_read, {});
}

void Loopback::take(const std::vector<Step> &steps)
{
    for (const Step &step : steps) {
        send(step.send);
        expectAnswer(step, readThrough(step.answerEnd));
    }
}

void Loopback::closeAtOnce()
{
    const linger reset{1, 0};
    setsockopt(m_handle, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(std::exchange(m_handle, -1));
}

void Loopback::stopBlocking()
{
    fcntl(m_handle, F_SETFL, fcntl(m_handle, F_GETFL) | O_NONBLOCK);
}

bool Loopback::answers(std::uint16_t port)
{
    const int handle = connected(port);
    if (handle >= 0)
        close(handle);
    return handle >= 0;
}

// Free now; somebody else could take it before the server does, and then the start says so.
std::uint16_t Loopback::freePort()
{
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = addressOf(0);
    socklen_t size = sizeof address;
    bind(handle, reinterpret_cast<const sockaddr *>(&address), size);
    getsockname(handle, reinterpret_cast<sockaddr *>(&address), &size);
    close(handle);
    return ntohs(address.sin_port);
}

Step upgradeStep(std::uint16_t port, const std::string &path, const std::string &headers)
{
    return {"GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port)
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: cGFybGV5IGZhbi1vdXQgIQ==\r\n"
                + headers + "\r\n",
            "\r\n\r\n", "HTTP/1.1 101"};
}

void expectAnswer(const Step &step, std::string_view answer)
{
    if (!answer.starts_with(step.answerBegin))
        throw Failure("instead of an answer the server said: "
                      + std::string(answer.substr(0, answer.find('\r'))));
}

std::string httpRequest(std::uint16_t port, const std::string &method, const std::string &path,
                        const std::string &token, const std::string &body)
{
    Loopback connection(port);
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + std::to_string(port) + "\r\nAuthorization: Bearer " + token + "\r\nConnection: close\r\n";
    if (!body.empty())
        request += "Content-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n";
    connection.send(request + "\r\n" + body);
    const std::string answer = connection.readToEnd();
    if (!answer.starts_with("HTTP/1.1 2"))
        throw Failure(method + " " + path + ": " + answer.substr(0, answer.find('\r')));
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

} // namespace parley::bench
