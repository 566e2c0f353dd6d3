#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "server/base/clock.h"

namespace parley {

// How the attempts of one webhook went in one hour, as it is stored.
struct WebhookHour {
    //! Four for each doubling, from 16 us to 60 s and above: a percentile is right to 19 %.
    static constexpr std::size_t kDurationClasses = 88;
    static constexpr std::int64_t kHours = 24; // that are kept; an older one's place is taken

    std::string webhookId{};
    std::int64_t hour = 0; // since 1970
    std::uint32_t succeeded = 0;
    std::uint32_t failed = 0;
    std::array<std::uint32_t, kDurationClasses> durations{}; // attempts of each class
    std::optional<UtcTime> lastSuccessAt{}; // also one before this hour
};

} // namespace parley
