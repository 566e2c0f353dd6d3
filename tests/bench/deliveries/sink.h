#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace parley::bench {

// An endpoint of webhooks on loopback: one thread with epoll that answers 204 as fast as it can, or
// behaves badly. Thread: all but the constructor and the destructor from any.
class Sink final
{
public:
    enum class Manner {
        Answer,
        Hang, // reads and never answers
        Endless // answers 200 with a chunked body that has no end
    };

    explicit Sink(Manner manner = Manner::Answer);
    ~Sink();
    Sink(const Sink &) = delete;
    Sink &operator=(const Sink &) = delete;

    std::string url() const;
    std::uint64_t requests() const { return m_requests; }
    std::uint64_t distinct() const; // by webhook-id
    void forget(); // latencies and ids so far

    //! Nanoseconds from the instant that a message's text says (see stampedText()) to its arrival.
    std::vector<std::int64_t> takeLatencies();

private:
    struct Peer {
        std::string read{};
    };

    void run();
    void accept();
    bool serve(int handle, Peer &peer); // false: it is gone
    void arrived(std::string_view head, std::string_view body);
    bool reply(int handle) const;

    const Manner m_manner;
    int m_listener = -1;
    int m_epoll = -1;
    int m_wake = -1;
    std::uint16_t m_port = 0;
    std::unordered_map<int, Peer> m_peers;
    std::atomic<std::uint64_t> m_requests{0};
    mutable std::mutex m_mutex; // guards the next two
    std::vector<std::int64_t> m_latencies;
    std::unordered_set<std::string> m_ids;
    std::thread m_thread;
};

std::int64_t monotonicNanoseconds();
std::string stampedText(std::int64_t nanoseconds); // a message that says when it was due

} // namespace parley::bench
