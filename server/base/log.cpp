#include "server/base/log.h"

#include <cstdio>

namespace parley {
namespace {

std::string_view levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug: return "debug";
    case LogLevel::Info: return "info";
    case LogLevel::Warning: return "warning";
    case LogLevel::Error: return "error";
    }
    __builtin_unreachable();
}

} // namespace

std::string escapedForLog(std::string_view text)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7f) {
            out += c;
            continue;
        }
        out += "\\x";
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

StandardErrorLog::StandardErrorLog(const Clock &clock, LogLevel threshold) :
    m_clock(clock), m_threshold(threshold)
{
}

void StandardErrorLog::write(LogLevel level, std::string_view category, std::string_view text)
{
    if (level < m_threshold)
        return;
    std::string line = iso8601(m_clock.utc());
    line.append(" ").append(levelName(level)).append(" ").append(category).append(": ");
    line.append(escapedForLog(text)).append("\n");
    std::fwrite(line.data(), 1, line.size(), stderr); // one call: lines of two threads do not mix
}

} // namespace parley
