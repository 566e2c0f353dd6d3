#pragma once

#include "tests/bench/peers/server.h"

namespace parley::bench {

//! What each of \p count connections costs the server in KB of resident memory, when all are open,
//! subscribed to one topic and silent. The kernel's socket buffers are not in it.
double measureIdleKb(Server &server, int count);

struct ConnectRate {
    double perSecond = 0;
    double cpuMs = 0; // of the server, per 1,000 connections
};

//! From connect() until the server has answered the greeting (token, CONNECT, PING), \p atOnce of
//! them under way at any time, until \p count are open.
ConnectRate measureConnects(Server &server, int count, int atOnce);

} // namespace parley::bench
