#pragma once

#include <cstdint>

#include "tests/bench/peers/server.h"

namespace parley::bench {

struct DurablePublishShape {
    int payload = 200; // bytes
    int window = 4'096; // publishes that wait for their acknowledgement
    std::uint64_t messages = 200'000;
};

struct StoringCost {
    double perSecond = 0; // acknowledged messages of one publisher
    double cpuSeconds = 0; // of the server, per million
};

//! Publishes to \p topic, which is new, until all is acknowledged.
void publishStored(StoringServer &server, const DurablePublishShape &shape,
                   const std::string &topic);

//! Each acknowledgement must give the next sequence, and afterwards the topic is read from its
//! begin: all messages, once, in order; else a Failure. The reading is not part of the figures.
StoringCost measureDurablePublish(StoringServer &server, const DurablePublishShape &shape);

} // namespace parley::bench
