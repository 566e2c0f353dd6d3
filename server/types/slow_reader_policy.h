#pragma once

#include <cstdint>
#include <string_view>

#include "server/base/result.h"

namespace parley {

// What becomes of a reader that had caught up once and then falls behind; never silently. A reader
// is slow when more waits for it than limits::kSlowReaderBytes, or for longer than
// limits::kSlowReaderTime.
enum class SlowReaderPolicy : std::uint8_t {
    Resume, // everything waits as long as it is kept; then a gap
    Skip, // a gap, and on with the newest
    Disconnect, // closed with 4008 and the position from which to go on
};

std::string_view wireName(SlowReaderPolicy policy); // "resume", "skip", "disconnect"
Result<SlowReaderPolicy> slowReaderPolicyFrom(std::string_view name);

} // namespace parley
