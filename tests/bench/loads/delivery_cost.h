#pragma once

#include "tests/bench/loads/fan_out.h"

namespace parley::bench {

// One run of a fan-out and what it cost.
struct DeliveryCost {
    double serverCpu = 0; // seconds per million deliveries, as the next one
    double clientCpu = 0;
    double serverSeconds = 0; // all of it; in steps of 10 ms, so a run with little says little
    double rate = 0; // deliveries per second
    double framesPerSend = 0; // 0: not told
};

//! A Failure when anything was lost, doubled or reordered.
DeliveryCost measureDeliveryCost(Server &server, const FanOutShape &shape);

} // namespace parley::bench
