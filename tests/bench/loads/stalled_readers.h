#pragma once

#include "tests/bench/loads/open_loop.h"

namespace parley::bench {

struct StalledReaders {
    double growthMb = 0; // of the server's resident memory while ten readers did not read
    double p99Ratio = 0; // of the readers that do read: with the stalled ones over without them
    double p99 = 0; // microseconds, with them
};

//! Ten subscribers that never read beside those of \p shape, then the same without them on the
//! same server. The healthy ones are checked as always.
StalledReaders measureStalledReaders(Server &server, const OpenLoopShape &shape);

} // namespace parley::bench
