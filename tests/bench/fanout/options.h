#pragma once

#include "tests/bench/loads/fan_out.h"
#include "tests/bench/peers/parley_server.h"

namespace parley::bench {

struct Options {
    FanOutShape shape{};
    int runs = 5;
    bool withNats = true;
    ParleySettings parley{};
};

//! Reads the command line; prints the usage and ends the process when it is wrong or asks for it.
Options optionsFrom(int argc, char **argv);

} // namespace parley::bench
