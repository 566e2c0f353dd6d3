#include "server/base/clock.h"

#include <cstdio>
#include <ctime>

namespace parley {

MonotonicTime SystemClock::monotonic() const
{
    return std::chrono::steady_clock::now();
}

UtcTime SystemClock::utc() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::int64_t epochMilliseconds(UtcTime time)
{
    return time.time_since_epoch().count();
}

UtcTime fromEpochMilliseconds(std::int64_t milliseconds)
{
    return UtcTime{std::chrono::milliseconds{milliseconds}};
}

std::string iso8601(UtcTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t t = seconds.time_since_epoch().count();
    const auto ms = static_cast<int>((time - seconds).count());
    std::tm tm{};
    gmtime_r(&t, &tm);
    char text[40]; // longest: a year of 6 digits
    const std::size_t n = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    std::snprintf(text + n, sizeof text - n, ".%03dZ", ms);
    return text;
}

} // namespace parley
