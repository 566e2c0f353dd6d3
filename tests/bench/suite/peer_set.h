#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/peers/parley_server.h"

namespace parley::bench {

inline const std::string kParley = "parley";

//! A server by its name in the table: parley, nats, redis, mosquitto, jetstream. \p limits is for
//! the peers, \p settings for Parley; its wire is nats' too.
std::unique_ptr<Server> startServer(const std::string &name, QueueLimits limits,
                                    const ParleySettings &settings);

//! "nats-server 2.9.10, WebSocket"; "" when it is not installed.
std::string describeServer(const std::string &name);

} // namespace parley::bench
