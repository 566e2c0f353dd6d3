#include "tests/bench/fanout/options.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/bench/fanout/delivery_check.h"

namespace parley::bench {
namespace {

[[noreturn]] void endWithUsage(int code)
{
    std::fputs("Usage: bench_fanout [OPTIONS]\n\n"
               "One publisher, many subscribers: the broker's CPU per million deliveries, beside\n"
               "nats-server's over WebSocket in the same minutes.\n\n"
               "  --subscribers N   default 100\n"
               "  --window N        messages in flight at the slowest subscriber, default 128\n"
               "  --payload BYTES   default 200, at least 10\n"
               "  --messages N      per run and server, default 200000\n"
               "  --runs N          default 5; fewer say little\n"
               "  --peer NAME       nats (default) or none\n"
               "  --durability NAME of Parley's topic: memory (default), relaxed, durable\n"
               "  --broker FILE     another parleyd than that of this build\n",
               code == 0 ? stdout : stderr);
    std::exit(code);
}

std::uint64_t numberFrom(const char *text, std::uint64_t lowest, std::uint64_t highest)
{
    char *end = nullptr;
    const auto number = std::strtoull(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < lowest || number > highest)
        endWithUsage(2);
    return number;
}

} // namespace

Options optionsFrom(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--help")
            endWithUsage(0);
        if (i + 1 == argc)
            endWithUsage(2);
        const char *value = argv[i + 1];
        const std::string_view word = value;
        if (name == "--subscribers")
            options.subscribers = int(numberFrom(value, 1, 15'000));
        else if (name == "--window")
            options.window = int(numberFrom(value, 1, 1'000'000));
        else if (name == "--payload")
            options.payload = int(numberFrom(value, ExpectedPayload::kDigits, 262'144));
        else if (name == "--messages")
            options.messages = numberFrom(value, 1, 1'000'000'000);
        else if (name == "--runs")
            options.runs = int(numberFrom(value, 1, 1'000));
        else if (name == "--peer" && (word == "nats" || word == "none"))
            options.withNats = word == "nats";
        else if (name == "--durability"
                 && (word == "memory" || word == "relaxed" || word == "durable"))
            options.durability = word;
        else if (name == "--broker")
            options.broker = word;
        else
            endWithUsage(2);
    }
    return options;
}

} // namespace parley::bench
