#pragma once

#include <cstdint>

#include "tests/bench/peers/parley_server.h"

namespace parley::bench {

struct CompactionShape {
    int rate = 2'000; // messages a second, whatever comes back
    int payload = 200; // bytes
    std::uint64_t messages = 10'000; // of each measurement
    std::uint64_t warmUp = 500; // of these; not counted
    std::uint64_t old = 200'000; // messages that are forgotten at once
};

// From the instant at which a message was due to its acknowledgement, in microseconds.
struct AckLatency {
    double p50 = 0;
    double p99 = 0;
};

// What deleting costs those who publish to a durable topic meanwhile.
struct CompactionCost {
    AckLatency alone{}; // nothing is deleted
    AckLatency always{}; // as much is forgotten as is published
    AckLatency cut{}; // another topic's retention is cut: all of its messages go
    AckLatency dropped{}; // another topic is deleted
    double fileGrowth = 0; // size of the file after as much again was stored, to that before
};

//! \param server its topics are durable and retain all.
CompactionCost measureCompaction(ParleyServer &server, const CompactionShape &shape);

} // namespace parley::bench
