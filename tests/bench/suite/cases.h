#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/peers/parley_server.h"
#include "tests/bench/suite/goal.h"

namespace parley::bench {

// A line of the table: one figure that a case measures.
struct Row {
    std::string figure; // "CPU s per M deliveries"
    int decimals = 2;
    Better better = Better::Less;
    std::vector<Goal> goals{};
};

struct Measured {
    std::vector<double> figures{}; // as many as the case has rows
    std::string note{}; // what explains them
};

struct Case {
    std::string name;
    std::string what; // the work, in a sentence
    std::vector<std::string> peers;
    std::vector<Row> rows;
    std::function<Measured(Server &)> measure; // a Failure makes the run void
    int runs = 5;
    bool freshServers = false; // for each run: memory that was used before is used again
    QueueLimits limits = QueueLimits::Lifted;
    ParleySettings settings{};
};

//! All of them, in the order of the table. \param quick less work and fewer runs: a smoke test.
std::vector<Case> allCases(bool quick);

} // namespace parley::bench
