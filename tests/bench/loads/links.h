#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/peers/loopback.h"
#include "tests/bench/peers/reader.h"

namespace parley::bench {

// A client's connection once it is set up: what it hears, and what the kernel has not taken yet.
struct Link {
    Link(Loopback toServer, std::unique_ptr<WireReader> what) :
        connection(std::move(toServer)), reader(std::move(what))
    {
    }

    std::uint64_t received() const { return reader->received(); }

    Loopback connection;
    std::unique_ptr<WireReader> reader;
    std::string unsent{};
    std::size_t group = 0; // for whoever drives it
};

// All clients of a run, on one thread and one epoll: it does little else than compare payloads,
// because a client that is slow measures itself.
class Links
{
public:
    Links();
    ~Links();
    Links(const Links &) = delete;
    Links &operator=(const Links &) = delete;

    Link &add(Loopback connection, std::unique_ptr<WireReader> reader);
    //! Behind what is unsent of this link; what the kernel does not take goes out in wait().
    void send(Link &link, std::string_view bytes);

    //! Waits until something arrives and reads each of those who have something once. \p arrived
    //! gets the link and how much it had before. \return false when \p patienceNs passed first.
    template <typename Arrived>
    bool wait(std::int64_t patienceNs, Arrived arrived)
    {
        const int count = poll(patienceNs);
        for (int i = 0; i < count; ++i) {
            Link &link = linkAt(i);
            const std::uint64_t before = link.received();
            if (read(link))
                arrived(link, before);
        }
        return count > 0;
    }
    //! Everything that is there now is read; a message of a run that is complete came twice.
    void expectNothingMore();
    //! When the bytes of this turn of wait() had been read, on the monotonic clock.
    std::int64_t receivedAt() const { return m_receivedAt; }

private:
    int poll(std::int64_t patienceNs); // how many links have something; writes what can be written
    Link &linkAt(int index) const;
    bool read(Link &link); // something came
    void flush(Link &link);
    void control(int operation, Link &link);

    int m_epoll;
    std::vector<char> m_buffer;
    std::vector<std::unique_ptr<Link>> m_links;
    struct Events;
    std::unique_ptr<Events> m_events;
    std::int64_t m_receivedAt = 0;
};

std::int64_t monotonicNs();

} // namespace parley::bench
