#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// Files that hold keys. Errors name the file, never its content. Thread: any.

inline constexpr std::size_t kMaxPemBytes = 256 * 1024; // a long chain has about 10 KiB

//! The whole file. Unavailable when it cannot be read, or has more than kMaxPemBytes.
Result<std::string> readPemFile(const std::string &path);

//! Writes it with mode 0600, in one step: nobody ever sees half of it, and a symbolic link in its
//! place is replaced, not followed.
Result<void> writePrivateFile(const std::string &path, std::string_view content);

bool isReadByOthers(const std::string &path); // a regular file with a mode beyond 0700

} // namespace parley
