#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/loads/links.h"
#include "tests/bench/peers/server.h"
#include "tests/bench/support/percentiles.h"

namespace parley::bench {

struct OpenLoopShape {
    int rate = 2'000; // messages per second
    int subscribers = 10;
    int payload = 200; // bytes
    std::uint64_t messages = 10'000;
    std::uint64_t warmUp = 500; // of these; not counted
};

struct Latency {
    double p50 = 0; // microseconds, from the scheduled instant to just after recv()
    double p99 = 0;
    std::uint64_t late = 0; // sends more than 100 us behind their instant; counted all the same
};

// One publisher at a fixed rate, whatever comes back: a server that stalls has the wait counted in
// every message that was due meanwhile.
class OpenLoop
{
public:
    OpenLoop(Server &server, const OpenLoopShape &shape, const std::string &topic);

    Latency run();
    void finish(); // what comes now came twice

private:
    void sendWhatIsDue();
    void countArrived(const Link &link, std::uint64_t before);
    std::int64_t instantOf(std::uint64_t message) const; // counted from 1

    Server &m_server;
    OpenLoopShape m_shape;
    std::string m_topic;
    Links m_links;
    Link *m_publisher = nullptr;
    ExpectedPayload m_next;
    std::uint64_t m_sent = 0;
    std::uint64_t m_arrived = 0; // at all subscribers together
    std::uint64_t m_late = 0;
    std::int64_t m_begun = 0;
    Percentiles m_latency;
    std::string m_batch;
};

} // namespace parley::bench
