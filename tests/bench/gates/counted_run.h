#pragma once

#include "tests/bench/loads/fan_out.h"

namespace parley::bench {

// What parleyd does for a delivery, counted and not timed: the same on a busy machine.
struct CountedCost {
    double instructions = 0; // of the process, per delivery; the kernel's are not in it
    double framesPerSend = 0; // of the longer run
};

//! Runs parleyd under callgrind twice, the second time with \p more times the messages of \p shape,
//! and takes the difference, so that starting and stopping do not count. Every delivery is
//! checked as ever; a Failure when valgrind or the broker does not do its part.
CountedCost countInstructions(const FanOutShape &shape, unsigned more);

} // namespace parley::bench
