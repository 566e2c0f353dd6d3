#pragma once

#include <string>

namespace parley {

//! Why the OpenSSL call that just failed did so, for people; empties this thread's list of reasons,
//! so that a later call does not find them. "unknown reason" when there is none. Thread: any.
std::string takeOpensslError();

} // namespace parley
