#include "tests/bench/deliveries/sink.h"

#include <array>
#include <charconv>
#include <cerrno>
#include <ctime>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/support/failure.h"

namespace parley::bench {
namespace {

constexpr std::string_view kStamp = "due ";

std::string_view fieldOf(std::string_view head, std::string_view name)
{
    const std::size_t at = head.find(name);
    if (at == head.npos)
        return {};
    const std::size_t begin = at + name.size();
    return head.substr(begin, head.find('\r', begin) - begin);
}

template <typename Number>
Number numberOf(std::string_view text)
{
    Number value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

std::int64_t monotonicNanoseconds()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

std::string stampedText(std::int64_t nanoseconds)
{
    return std::string(kStamp) + std::to_string(nanoseconds)
        + " and words enough that the body of the request comes to some two hundred bytes";
}

Sink::Sink(Manner manner) : m_manner(manner)
{
    m_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0
        || listen(m_listener, SOMAXCONN) != 0
        || getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        throw Failure("the endpoint cannot listen");
    m_port = ntohs(address.sin_port);
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    m_wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    for (const int handle : {m_listener, m_wake}) {
        epoll_event event{EPOLLIN, {.fd = handle}};
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, handle, &event);
    }
    m_thread = std::thread([this] { run(); });
}

Sink::~Sink()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto woken = write(m_wake, &one, sizeof one);
    m_thread.join();
    for (const auto &[handle, peer] : m_peers)
        close(handle);
    for (const int handle : {m_listener, m_epoll, m_wake})
        close(handle);
}

std::string Sink::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_port) + "/hook";
}

std::uint64_t Sink::distinct() const
{
    const std::lock_guard hold(m_mutex);
    return m_ids.size();
}

void Sink::forget()
{
    const std::lock_guard hold(m_mutex);
    m_ids.clear();
    m_latencies.clear();
}

std::vector<std::int64_t> Sink::takeLatencies()
{
    const std::lock_guard hold(m_mutex);
    return std::exchange(m_latencies, {});
}

void Sink::run()
{
    std::array<epoll_event, 64> events{};
    for (;;) {
        const int count = epoll_wait(m_epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int handle = events[std::size_t(i)].data.fd;
            if (handle == m_wake)
                return;
            if (handle == m_listener) {
                accept();
            } else if (!serve(handle, m_peers[handle])) {
                close(handle);
                m_peers.erase(handle);
            }
        }
    }
}

void Sink::accept()
{
    for (;;) {
        const int handle = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (handle < 0)
            return;
        const int on = 1;
        setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_peers.try_emplace(handle);
        epoll_event event{EPOLLIN, {.fd = handle}};
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, handle, &event);
    }
}

bool Sink::serve(int handle, Peer &peer)
{
    std::array<char, 64 * 1024> bytes;
    const auto count = recv(handle, bytes.data(), bytes.size(), 0);
    if (count <= 0)
        return count < 0 && errno == EAGAIN;
    peer.read.append(bytes.data(), std::size_t(count));
    for (;;) {
        const std::size_t end = peer.read.find("\r\n\r\n");
        if (end == std::string::npos)
            return true;
        const std::string_view head = std::string_view(peer.read).substr(0, end + 2);
        const std::size_t size = end + 4 + numberOf<std::size_t>(fieldOf(head, "Content-Length: "));
        if (peer.read.size() < size)
            return true;
        arrived(head, std::string_view(peer.read).substr(end + 4, size - end - 4));
        if (!reply(handle))
            return false;
        peer.read.erase(0, size);
    }
}

void Sink::arrived(std::string_view head, std::string_view body)
{
    const std::int64_t now = monotonicNanoseconds();
    const std::size_t at = body.find(kStamp);
    const std::lock_guard hold(m_mutex);
    m_ids.emplace(fieldOf(head, "webhook-id: "));
    if (at != body.npos)
        m_latencies.push_back(now - numberOf<std::int64_t>(body.substr(at + kStamp.size())));
    ++m_requests;
}

bool Sink::reply(int handle) const
{
    if (m_manner == Manner::Hang)
        return true;
    static const std::string kEndlessPart = "4000\r\n" + std::string(0x4000, 'x') + "\r\n";
    const std::string_view answer = m_manner == Manner::Answer
        ? std::string_view("HTTP/1.1 204 No Content\r\n\r\n")
        : std::string_view("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    if (send(handle, answer.data(), answer.size(), MSG_NOSIGNAL) < 0)
        return false;
    if (m_manner == Manner::Answer)
        return true;
    for (;;) // as much as the other side takes; it should hang up soon
        if (send(handle, kEndlessPart.data(), kEndlessPart.size(), MSG_NOSIGNAL) < 0)
            return errno == EAGAIN;
}

} // namespace parley::bench
