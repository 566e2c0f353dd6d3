#include "tests/bench/fanout/workload.h"

#include <algorithm>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace parley::bench {
namespace {

constexpr std::size_t kBufferBytes = 1024 * 1024; // more than the kernel holds for one connection
constexpr int kPatienceMs = 30'000; // nothing arrived for so long: it never will

} // namespace

Workload::Workload(Server &server, const Options &options) :
    m_server(server), m_options(options), m_epoll(epoll_create1(EPOLL_CLOEXEC)),
    m_buffer(kBufferBytes), m_next(std::size_t(options.payload)), m_behindMark(options.subscribers)
{
    add(server.connectPublisher());
    for (int i = 0; i < options.subscribers; ++i)
        add(server.connectSubscriber());
}

Workload::~Workload()
{
    close(m_epoll);
}

void Workload::add(Loopback connection)
{
    connection.stopBlocking();
    m_peers.push_back(std::make_unique<Peer>(Peer{std::move(connection), m_server.makeReader()}));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = m_peers.back().get();
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_peers.back()->connection.handle(), &event);
}

void Workload::run()
{
    epoll_event events[1024];
    m_mark = 0;
    refill();
    while (m_behindMark > 0) {
        const int count = epoll_wait(m_epoll, events, 1024, kPatienceMs);
        if (count == 0)
            throw Failure("nothing arrives any more; " + std::to_string(m_behindMark)
                          + " subscribers have not had message " + std::to_string(m_mark));
        for (int i = 0; i < count; ++i) {
            auto &peer = *static_cast<Peer *>(events[i].data.ptr);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                read(peer);
        }
        if (!m_out.empty())
            flush();
        if (m_behindMark == 0)
            refill();
    }
}

void Workload::read(Peer &peer)
{
    const int handle = peer.connection.handle();
    const auto count = recv(handle, m_buffer.data(), m_buffer.size(), 0);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0)
        throw Failure("the server closed a connection");
    const std::uint64_t before = peer.reader->received();
    peer.reader->feed({m_buffer.data(), std::size_t(count)});
    countArrived(peer, before);
    const std::string answer = peer.reader->takeAnswer();
    if (answer.empty())
        return;
    if (isPublisher(peer))
        m_out += answer; // behind what waits, so that it cuts no frame
    else if (send(handle, answer.data(), answer.size(), MSG_NOSIGNAL) != ssize_t(answer.size()))
        throw Failure("a pong could not be sent");
}

void Workload::countArrived(const Peer &peer, std::uint64_t before)
{
    const std::uint64_t now = peer.reader->received();
    if (now > m_sent || (isPublisher(peer) && now > 0))
        throw Failure("more arrived than was sent");
    if (before < m_mark && now >= m_mark)
        --m_behindMark;
}

// Everybody has come to the mark: fills the window up and sets the next mark, which is the last
// message when there are no more to send. At the very end nobody is behind, and that is the end.
void Workload::refill()
{
    std::uint64_t slowest = m_sent;
    for (std::size_t i = 1; i < m_peers.size(); ++i)
        slowest = std::min(slowest, m_peers[i]->reader->received());
    const auto window = std::uint64_t(m_options.window);
    const std::uint64_t count = std::min(window - (m_sent - slowest), m_options.messages - m_sent);
    m_server.appendPublishes(m_out, m_next, count);
    m_sent += count;
    m_mark = m_sent == m_options.messages ? m_sent : m_sent - window / 2;
    m_behindMark = 0;
    for (std::size_t i = 1; i < m_peers.size(); ++i)
        m_behindMark += m_peers[i]->reader->received() < m_mark;
    flush();
}

void Workload::flush()
{
    const auto count
        = send(m_peers.front()->connection.handle(), m_out.data(), m_out.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN)
        throw Failure("the server closed the publisher's connection");
    m_out.erase(0, count > 0 ? std::size_t(count) : 0);
    wantToWrite(!m_out.empty());
}

void Workload::wantToWrite(bool wanted)
{
    if (std::exchange(m_wantsToWrite, wanted) == wanted)
        return;
    epoll_event event{};
    event.events = EPOLLIN | (wanted ? EPOLLOUT : 0u);
    event.data.ptr = m_peers.front().get();
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, m_peers.front()->connection.handle(), &event);
}

void Workload::expectNothingMore()
{
    for (const auto &peer : m_peers)
        read(*peer);
}

} // namespace parley::bench
