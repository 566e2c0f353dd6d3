#include "tests/bench/loads/connections.h"

#include <cerrno>

#include <sys/epoll.h>
#include <unistd.h>

namespace parley::bench {
namespace {

// A connection on its way: what it says next and what it has heard of the answer.
struct Arrival {
    explicit Arrival(Loopback toServer) : connection(std::move(toServer)) {}

    Loopback connection;
    std::size_t step = 0;
    std::string heard{};
};

// Opens connections and keeps them.
class Arrivals
{
public:
    Arrivals(Server &server, int count) :
        m_server(server), m_steps(server.greeting()), m_count(std::size_t(count)),
        m_epoll(epoll_create1(EPOLL_CLOEXEC))
    {
        m_all.reserve(m_count); // epoll holds addresses of them
    }
    ~Arrivals()
    {
        for (Arrival &arrival : m_all)
            arrival.connection.closeAtOnce();
        close(m_epoll);
    }
    Arrivals(const Arrivals &) = delete;
    Arrivals &operator=(const Arrivals &) = delete;

    void run(int atOnce)
    {
        for (int i = 0; i < atOnce; ++i)
            begin();
        while (m_ready < m_count) {
            epoll_event events[256];
            const int ready = epoll_wait(m_epoll, events, 256, int(kPatienceNs / 1'000'000));
            if (ready <= 0)
                throw Failure("the server answers no more connections");
            for (int i = 0; i < ready; ++i)
                hear(*static_cast<Arrival *>(events[i].data.ptr));
        }
    }

private:
    void begin()
    {
        if (m_all.size() == m_count)
            return;
        Arrival &arrival = m_all.emplace_back(m_server.connect());
        arrival.connection.send(m_steps.front().send);
        arrival.connection.stopBlocking();
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &arrival;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, arrival.connection.handle(), &event);
    }

    void hear(Arrival &arrival)
    {
        char bytes[4096];
        const auto count = arrival.connection.receive(bytes, sizeof bytes);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0)
            throw Failure("the server refused a connection");
        arrival.heard.append(bytes, std::size_t(count));
        const Step &step = m_steps[arrival.step];
        const auto end = arrival.heard.find(step.answerEnd);
        if (end == std::string::npos)
            return;
        expectAnswer(step, arrival.heard);
        arrival.heard.clear(); // greetings are answered one by one
        if (++arrival.step < m_steps.size()) {
            arrival.connection.send(m_steps[arrival.step].send);
            return;
        }
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, arrival.connection.handle(), nullptr);
        ++m_ready;
        begin();
    }

    const Server &m_server;
    std::vector<Step> m_steps;
    std::size_t m_count;
    std::size_t m_ready = 0;
    int m_epoll;
    std::vector<Arrival> m_all;
};

} // namespace

double measureIdleKb(Server &server, int count)
{
    const std::string topic = server.newTopic();
    // What the first connections make a server load is no part of a connection.
    for (int i = 0; i < 10; ++i)
        server.connectSubscriber(topic);
    server.process().waitUntilIdle(kStillMs);
    const long before = server.process().memoryKb("VmRSS");
    std::vector<Loopback> connections;
    for (int i = 0; i < count; ++i)
        connections.push_back(server.connectSubscriber(topic));
    server.process().waitUntilIdle(kStillMs);
    const long after = server.process().memoryKb("VmRSS");
    for (Loopback &connection : connections)
        connection.closeAtOnce();
    return double(after - before) / count;
}

ConnectRate measureConnects(Server &server, int count, int atOnce)
{
    server.process().waitUntilIdle(kStillMs);
    const double cpuBefore = server.process().cpuSeconds();
    Arrivals arrivals(server, count);
    const double begun = monotonicSeconds();
    arrivals.run(atOnce);
    const double elapsed = monotonicSeconds() - begun;
    const double cpu = server.process().cpuSeconds() - cpuBefore;
    return {count / elapsed, cpu * 1e3 / count * 1e3};
}

} // namespace parley::bench
