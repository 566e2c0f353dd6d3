#pragma once

#include <cstdint>
#include <string>

namespace parley::bench {

struct Options {
    int subscribers = 100;
    int window = 128; // messages in flight, counted at the slowest subscriber
    int payload = 200; // bytes
    std::uint64_t messages = 200'000; // per run and server
    int runs = 5;
    bool withNats = true;
    std::string durability = "memory";
    std::string broker{}; // the parleyd to measure; "" is that of this build
};

//! Reads the command line; prints the usage and ends the process when it is wrong or asks for it.
Options optionsFrom(int argc, char **argv);

} // namespace parley::bench
