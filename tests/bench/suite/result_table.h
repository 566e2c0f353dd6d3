#pragma once

#include <memory>
#include <vector>

#include "tests/bench/suite/case_run.h"

namespace parley::bench {

//! The table at the end: for each figure Parley's, then a line for each peer with its figure, the
//! ratio of Parley's to it, the goal, and whether the median meets it. Medians with their range.
void printResultTable(const std::vector<std::unique_ptr<CaseRun>> &runs);

} // namespace parley::bench
