#pragma once

namespace parley::app {

//! What a process that holds a broker needs from its system: a peer that has gone must not end it
//! (SIGPIPE), and every connection is a file descriptor (the soft limit is raised to the hard one).
void prepareProcess();

} // namespace parley::app
