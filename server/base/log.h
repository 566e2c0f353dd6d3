#pragma once

#include <string>
#include <string_view>

#include "server/base/clock.h"

namespace parley {

enum class LogLevel { Debug, Info, Warning, Error };

// Where log lines go. Thread: any. One call is one line; the sink escapes controls, so that text
// from outside can never forge a line. Ids yes; payloads, tokens and secrets never.
class LogSink
{
public:
    virtual ~LogSink() = default;
    virtual void write(LogLevel level, std::string_view category, std::string_view text) = 0;
};

// A category such as "parley.store" bound to a sink; cheap to copy. Thread: any.
class Log
{
public:
    Log(LogSink &sink, std::string_view category) : m_sink(&sink), m_category(category) {}

    void debug(std::string_view text) const { m_sink->write(LogLevel::Debug, m_category, text); }
    void info(std::string_view text) const { m_sink->write(LogLevel::Info, m_category, text); }
    void warning(std::string_view text) const
    {
        m_sink->write(LogLevel::Warning, m_category, text);
    }
    void error(std::string_view text) const { m_sink->write(LogLevel::Error, m_category, text); }

private:
    LogSink *m_sink; // borrowed; outlives everything that logs
    std::string_view m_category; // a literal
};

// Writes lines at \p threshold and above to standard error.
class StandardErrorLog final : public LogSink
{
public:
    StandardErrorLog(const Clock &clock, LogLevel threshold);
    void write(LogLevel level, std::string_view category, std::string_view text) override;

private:
    const Clock &m_clock;
    LogLevel m_threshold;
};

// Drops everything; for tests and tools.
class SilentLog final : public LogSink
{
public:
    void write(LogLevel, std::string_view, std::string_view) override {}
};

std::string escapedForLog(std::string_view text); // controls become \xNN, nothing else changes

} // namespace parley
