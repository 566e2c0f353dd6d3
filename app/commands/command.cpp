#include "app/commands/command.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace parley::app {

void printLine(const QString &line)
{
    printBytes(line.toUtf8() + '\n');
}

void printBytes(const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

void Command::fail(const Error &error)
{
    const std::string name(wireName(error.code));
    std::fprintf(stderr, "parleyd: %s (%d): %s%s\n", name.c_str(), static_cast<int>(error.code),
                 error.message.c_str(), error.retryable() ? " (try again later)" : "");
    finish(Failed);
}

void Command::failUsage(const QString &problem)
{
    std::fprintf(stderr, "parleyd: %s\n", qUtf8Printable(problem));
    for (const QString &line : usage())
        std::fprintf(stderr, "  parleyd %s\n", qUtf8Printable(line));
    finish(BadUsage);
}

} // namespace parley::app
