#pragma once

#include <QString>

#include "server/base/random.h"
#include "server/base/result.h"

namespace parley::app {

//! The 32 bytes that encrypt webhooks' secrets, from a file (0600) that holds them as 64 hex
//! digits. \param mayMake it is made when there is none; else a file that is missing is an error,
//! because another key would not open what is there. Unavailable: it cannot be read or written, or
//! others may read it. InvalidArgument: it holds something else.
Result<std::string> secretKeyFrom(const QString &file, bool mayMake, Random &random);

} // namespace parley::app
