#include "server/webhooks/retry_after.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "server/protocol/http_fields.h"

namespace parley {
namespace {

using namespace std::chrono;

constexpr std::int64_t kMaxSeconds = 365 * 86400; // keeps the arithmetic far from overflow

// Takes exact pieces off the front of a text; every step reports whether it fitted.
class Scanner
{
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    bool literal(std::string_view text)
    {
        if (!m_rest.starts_with(text))
            return false;
        m_rest.remove_prefix(text.size());
        return true;
    }
    bool number(std::size_t digits, int &out)
    {
        if (m_rest.size() < digits)
            return false;
        out = 0;
        for (const char c : m_rest.substr(0, digits)) {
            if (!isDigit(c))
                return false;
            out = out * 10 + (c - '0');
        }
        m_rest.remove_prefix(digits);
        return true;
    }
    template <std::size_t N>
    bool oneOf(const std::array<std::string_view, N> &words, int &index)
    {
        for (std::size_t i = 0; i < N; ++i)
            if (literal(words[i])) {
                index = static_cast<int>(i);
                return true;
            }
        return false;
    }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> kLongDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct DateParts {
    int weekday = 0; // read, not checked: a wrong day name does not change the instant
    int day = 0;
    int month = 0; // from 0
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

bool readTime(Scanner &in, DateParts &d)
{
    return in.number(2, d.hour) && in.literal(":") && in.number(2, d.minute) && in.literal(":")
        && in.number(2, d.second);
}

// Sun, 06 Nov 1994 08:49:37 GMT
bool readFixdate(Scanner in, DateParts &d)
{
    return in.oneOf(kDays, d.weekday) && in.literal(", ") && in.number(2, d.day) && in.literal(" ")
        && in.oneOf(kMonths, d.month) && in.literal(" ") && in.number(4, d.year) && in.literal(" ")
        && readTime(in, d) && in.literal(" GMT") && in.atEnd();
}

// Sunday, 06-Nov-94 08:49:37 GMT
bool readRfc850(Scanner in, DateParts &d, int thisYear)
{
    if (!(in.oneOf(kLongDays, d.weekday) && in.literal(", ") && in.number(2, d.day)
          && in.literal("-") && in.oneOf(kMonths, d.month) && in.literal("-")
          && in.number(2, d.year) && in.literal(" ") && readTime(in, d) && in.literal(" GMT")
          && in.atEnd()))
        return false;
    d.year += thisYear / 100 * 100;
    if (d.year > thisYear + 50) // RFC 9110: then it means the past
        d.year -= 100;
    return true;
}

// Sun Nov  6 08:49:37 1994
bool readAsctime(Scanner in, DateParts &d)
{
    return in.oneOf(kDays, d.weekday) && in.literal(" ") && in.oneOf(kMonths, d.month)
        && in.literal(" ") && (in.literal(" ") ? in.number(1, d.day) : in.number(2, d.day))
        && in.literal(" ") && readTime(in, d) && in.literal(" ") && in.number(4, d.year)
        && in.atEnd();
}

std::optional<UtcTime> parseDate(std::string_view text, UtcTime now)
{
    const year_month_day today{floor<days>(now)};
    DateParts d;
    if (!readFixdate(Scanner(text), d) && !readRfc850(Scanner(text), d, int(today.year()))
        && !readAsctime(Scanner(text), d))
        return std::nullopt;
    const year_month_day date{year(d.year), month(static_cast<unsigned>(d.month + 1)),
                              day(static_cast<unsigned>(d.day))};
    if (!date.ok() || d.hour > 23 || d.minute > 59 || d.second > 60)
        return std::nullopt;
    return sys_days(date) + hours(d.hour) + minutes(d.minute) + seconds(d.second);
}

std::optional<milliseconds> parseSeconds(std::string_view text)
{
    const std::size_t dot = text.find('.');
    const std::string_view whole = text.substr(0, dot);
    const std::string_view part = dot == text.npos ? std::string_view() : text.substr(dot + 1);
    if (whole.empty() || (dot != text.npos && part.empty())
        || !std::all_of(whole.begin(), whole.end(), isDigit)
        || !std::all_of(part.begin(), part.end(), isDigit))
        return std::nullopt;
    std::int64_t count = 0;
    for (const char c : whole)
        count = std::min<std::int64_t>(count * 10 + (c - '0'), kMaxSeconds);
    if (part.find_first_not_of('0') != part.npos)
        ++count;
    return seconds(std::min(count, kMaxSeconds));
}

} // namespace

std::optional<milliseconds> parseRetryAfter(std::string_view value, UtcTime now)
{
    static constexpr std::size_t kMaxBytes = 64; // the longest date form has 33
    if (value.empty() || value.size() > kMaxBytes)
        return std::nullopt;
    if (isDigit(value.front()))
        return parseSeconds(value);
    const auto date = parseDate(value, now);
    if (!date || *date <= now)
        return std::nullopt;
    return std::min<milliseconds>(*date - now, seconds(kMaxSeconds));
}

} // namespace parley
