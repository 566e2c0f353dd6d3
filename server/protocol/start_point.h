#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/protocol/json_value.h"
#include "server/types/position.h"

namespace parley {

inline constexpr std::uint64_t kMaxWholeNumber = (1ull << 53) - 1; // exact in JavaScript

// Where a reader begins.
struct FromLatest {
    friend bool operator==(const FromLatest &, const FromLatest &) = default;
};
struct FromEarliest {
    friend bool operator==(const FromEarliest &, const FromEarliest &) = default;
};
struct FromLast {
    std::uint64_t count = 1; // messages, at least 1
    friend bool operator==(const FromLast &, const FromLast &) = default;
};
struct FromAfter {
    Position position{}; // the last that the reader has
    friend bool operator==(const FromAfter &, const FromAfter &) = default;
};
struct FromTime {
    UtcTime time{}; // the first message of then or later
    friend bool operator==(const FromTime &, const FromTime &) = default;
};
using StartPoint = std::variant<FromLatest, FromEarliest, FromLast, FromAfter, FromTime>;

//! Digits only, no leading zero, below 2^53.
std::optional<std::uint64_t> wholeNumber(std::string_view text);

std::string positionText(Position position); // "3-4211"
std::optional<Position> positionFromText(std::string_view text);

//! "latest", "earliest", "last-20", "after-3-17", "time-1795464000000"
std::string startPointText(const StartPoint &from);
Result<StartPoint> startPointFromText(std::string_view text);
//! Those that have a value: {"last":N}, {"after":{"page":P,"sequence":S}}, {"time":MILLISECONDS}.
Result<StartPoint> startPointFromJson(const JsonValue &value);

} // namespace parley
