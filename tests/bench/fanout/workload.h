#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "tests/bench/fanout/options.h"
#include "tests/bench/fanout/server.h"

namespace parley::bench {

// One publisher and all subscribers of a run, on one thread and one epoll. The publisher keeps a
// window of messages in flight, counted at the slowest subscriber, and refills it when half of it
// is free: refilling for every message would measure the client.
class Workload
{
public:
    Workload(Server &server, const Options &options); // connects everybody
    ~Workload();
    Workload(const Workload &) = delete;
    Workload &operator=(const Workload &) = delete;

    void run(); // until everything arrived; a Failure when it does not
    void expectNothingMore(); // what comes now came twice

private:
    struct Peer {
        Loopback connection;
        std::unique_ptr<Reader> reader;
    };

    void add(Loopback connection);
    bool isPublisher(const Peer &peer) const { return &peer == m_peers.front().get(); }
    void read(Peer &peer);
    void countArrived(const Peer &peer, std::uint64_t before);
    void refill();
    void flush();
    void wantToWrite(bool wanted);

    Server &m_server;
    const Options &m_options;
    int m_epoll;
    std::vector<char> m_buffer;
    std::vector<std::unique_ptr<Peer>> m_peers; // the publisher first
    ExpectedPayload m_next;
    std::string m_out; // the publisher's bytes that the kernel did not take
    bool m_wantsToWrite = false;
    std::uint64_t m_sent = 0;
    std::uint64_t m_mark = 0; // refill when everybody has come so far
    int m_behindMark = 0; // subscribers that have not
};

} // namespace parley::bench
