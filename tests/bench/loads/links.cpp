#include "tests/bench/loads/links.h"

#include <array>
#include <cerrno>
#include <ctime>

#include <sys/epoll.h>
#include <unistd.h>

namespace parley::bench {
namespace {

constexpr std::size_t kBufferBytes = 1024 * 1024; // more than the kernel holds for one connection
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

} // namespace

struct Links::Events {
    std::array<epoll_event, 1024> all{};
};

std::int64_t monotonicNs()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

Links::Links() :
    m_epoll(epoll_create1(EPOLL_CLOEXEC)), m_buffer(kBufferBytes),
    m_events(std::make_unique<Events>())
{
}

Links::~Links()
{
    for (const auto &link : m_links)
        link->connection.closeAtOnce();
    close(m_epoll);
}

Link &Links::add(Loopback connection, std::unique_ptr<WireReader> reader)
{
    connection.stopBlocking();
    const std::string early = connection.takeRest();
    m_links.push_back(std::make_unique<Link>(std::move(connection), std::move(reader)));
    Link &link = *m_links.back();
    link.reader->feed(early);
    control(EPOLL_CTL_ADD, link);
    return link;
}

void Links::control(int operation, Link &link)
{
    epoll_event event{};
    event.events = EPOLLIN | (link.unsent.empty() ? 0u : EPOLLOUT);
    event.data.ptr = &link;
    epoll_ctl(m_epoll, operation, link.connection.handle(), &event);
}

void Links::send(Link &link, std::string_view bytes)
{
    const bool waits = !link.unsent.empty();
    link.unsent += bytes; // behind what waits, so that it cuts no frame
    if (waits)
        return;
    flush(link);
    if (!link.unsent.empty())
        control(EPOLL_CTL_MOD, link);
}

void Links::flush(Link &link)
{
    const auto count = link.connection.sendSome(link.unsent);
    if (count < 0 && errno != EAGAIN)
        throw Failure("the server closed a connection");
    link.unsent.erase(0, count > 0 ? std::size_t(count) : 0);
}

int Links::poll(std::int64_t patienceNs)
{
    auto &events = m_events->all;
    const timespec patience{patienceNs / kNsPerSecond, patienceNs % kNsPerSecond};
    const int count = epoll_pwait2(m_epoll, events.data(), int(events.size()), &patience, nullptr);
    if (count < 0 && errno != EINTR)
        throw Failure("the kernel cannot wait for connections");
    for (int i = 0; i < count; ++i) {
        if (!(events[std::size_t(i)].events & EPOLLOUT))
            continue;
        Link &link = linkAt(i);
        flush(link);
        if (link.unsent.empty())
            control(EPOLL_CTL_MOD, link);
    }
    return count;
}

Link &Links::linkAt(int index) const
{
    return *static_cast<Link *>(m_events->all[std::size_t(index)].data.ptr);
}

bool Links::read(Link &link)
{
    const auto count = link.connection.receive(m_buffer.data(), m_buffer.size());
    m_receivedAt = monotonicNs();
    if (count < 0 && errno == EAGAIN)
        return false;
    if (count <= 0)
        throw Failure("the server closed a connection");
    link.reader->feed({m_buffer.data(), std::size_t(count)});
    const std::string answer = link.reader->takeAnswer();
    if (!answer.empty())
        send(link, answer);
    return true;
}

void Links::expectNothingMore()
{
    for (const auto &link : m_links) {
        const std::uint64_t before = link->received();
        while (read(*link)) {}
        if (link->received() != before)
            throw Failure("more arrived than was sent");
    }
}

} // namespace parley::bench
