#pragma once

#include "tests/bench/support/figures.h"

namespace parley::bench {

// What one delivery costs the sender's thread: signing, sending and reading the answer.
struct ClientCost {
    Figures plain{}; // microseconds of CPU per delivery
    Figures tls{};
    Figures curl{}; // libcurl's multi interface, plain, unsigned
};

//! \param requests of each kind and run. A Failure when one is not answered with 204.
ClientCost measureClientCost(int requests, int runs);

} // namespace parley::bench
