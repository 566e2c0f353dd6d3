#pragma once

#include <chrono>
#include <string>

namespace parley {

using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;
using MonotonicTime = std::chrono::steady_clock::time_point;

// Thread: any. Deadlines are taken from monotonic(), timestamps from utc(); tests bring their own.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual MonotonicTime monotonic() const = 0;
    virtual UtcTime utc() const = 0;
};

class SystemClock final : public Clock
{
public:
    MonotonicTime monotonic() const override;
    UtcTime utc() const override;
};

std::int64_t epochMilliseconds(UtcTime time);
UtcTime fromEpochMilliseconds(std::int64_t milliseconds);
std::string iso8601(UtcTime time); // such as 2026-11-23T19:59:07.045Z

} // namespace parley
