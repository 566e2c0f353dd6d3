#pragma once

#include <cstdint>
#include <string>

#include "tests/bench/support/child_process.h"

namespace parley::bench {

// What the peers that come from packages of the distribution have in common.

//! The version in the first line that \p command prints; "" when the program is not installed.
std::string installedVersion(const std::string &command);

//! Until somebody listens on \p port; a Failure with what it printed when the process ends first.
void waitUntilListening(ChildProcess &process, std::uint16_t port, const std::string &name);

} // namespace parley::bench
