#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "server/base/clock.h"

namespace parley {

//! \brief Reads a Retry-After value: seconds (a fraction is rounded up) or an HTTP-date in any of
//! the three forms of RFC 9110, section 5.6.7.
//! \param now wall clock time that a date is compared with.
//! \return the wait; nullopt for a date that has passed and for garbage, which are both ignored.
//! Values beyond RetrySchedule::kMaxRetryAfter come back as large as they are, up to a year.
std::optional<std::chrono::milliseconds> parseRetryAfter(std::string_view value, UtcTime now);

} // namespace parley
