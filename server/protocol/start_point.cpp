#include "server/protocol/start_point.h"

#include <charconv>

#include "server/protocol/json_reader.h"

namespace parley {
namespace {

Result<StartPoint> afterFromJson(JsonReader &reader)
{
    JsonReader after(reader.object("after"), "from.after");
    const Position position{after.wholeNumber("page", 0, kMaxWholeNumber),
                            after.wholeNumber("sequence", 0, kMaxWholeNumber)};
    if (auto ok = reader.finish(); !ok)
        return ok.error();
    if (auto ok = after.finish(); !ok)
        return ok.error();
    return StartPoint{FromAfter{position}};
}

StartPoint fromTime(std::uint64_t milliseconds)
{
    return FromTime{fromEpochMilliseconds(static_cast<std::int64_t>(milliseconds))};
}

} // namespace

std::optional<std::uint64_t> wholeNumber(std::string_view text)
{
    if (text.empty() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > kMaxWholeNumber)
        return std::nullopt;
    return value;
}

std::string positionText(Position position)
{
    return std::to_string(position.page) + '-' + std::to_string(position.sequence);
}

std::optional<Position> positionFromText(std::string_view text)
{
    const auto dash = text.find('-');
    if (dash == text.npos)
        return std::nullopt;
    const auto page = wholeNumber(text.substr(0, dash));
    const auto sequence = wholeNumber(text.substr(dash + 1));
    if (!page || !sequence)
        return std::nullopt;
    return Position{*page, *sequence};
}

std::string startPointText(const StartPoint &from)
{
    if (const auto *last = std::get_if<FromLast>(&from))
        return "last-" + std::to_string(last->count);
    if (const auto *after = std::get_if<FromAfter>(&from))
        return "after-" + positionText(after->position);
    if (const auto *since = std::get_if<FromTime>(&from))
        return "time-" + std::to_string(epochMilliseconds(since->time));
    return std::holds_alternative<FromEarliest>(from) ? "earliest" : "latest";
}

Result<StartPoint> startPointFromText(std::string_view text)
{
    if (text == "latest")
        return StartPoint{FromLatest{}};
    if (text == "earliest")
        return StartPoint{FromEarliest{}};
    if (text.starts_with("last-")) {
        if (const auto count = wholeNumber(text.substr(5)); count && *count > 0)
            return StartPoint{FromLast{*count}};
    } else if (text.starts_with("after-")) {
        if (const auto position = positionFromText(text.substr(6)))
            return StartPoint{FromAfter{*position}};
    } else if (text.starts_with("time-")) {
        if (const auto since = wholeNumber(text.substr(5)))
            return fromTime(*since);
    }
    return Error{ErrorCode::InvalidArgument,
                 "from must be latest, earliest, last-N, after-PAGE-SEQUENCE or time-MILLISECONDS"};
}

Result<StartPoint> startPointFromJson(const JsonValue &value)
{
    JsonReader reader(value, "from");
    if (reader.has("after"))
        return afterFromJson(reader);
    const bool isTime = reader.has("time");
    const std::uint64_t number = isTime ? reader.wholeNumber("time", 0, kMaxWholeNumber)
                                        : reader.wholeNumber("last", 1, kMaxWholeNumber);
    if (auto ok = reader.finish(); !ok)
        return ok.error();
    return isTime ? fromTime(number) : StartPoint{FromLast{number}};
}

} // namespace parley
