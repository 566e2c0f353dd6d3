#include "tests/bench/fanout/options.h"

#include <cstdlib>
#include <string_view>

#include "tests/bench/peers/delivery_check.h"
#include "tests/bench/support/option_reader.h"

namespace parley::bench {
namespace {

constexpr const char *kUsage
    = "Usage: bench_fanout [OPTIONS]\n\n"
      "One publisher, many subscribers: the broker's CPU per million deliveries, beside\n"
      "nats-server's over WebSocket in the same minutes.\n\n"
      "  --subscribers N   default 100\n"
      "  --window N        messages in flight at the slowest subscriber, default 128\n"
      "  --payload BYTES   default 200, at least 10\n"
      "  --messages N      per run and server, default 200000\n"
      "  --runs N          default 5; fewer say little\n"
      "  --peer NAME       nats (default) or none\n"
      "  --durability NAME of Parley's topic: memory (default), relaxed, durable\n"
      "  --io-threads N    of Parley: 1 (default) to 16\n"
      "  --broker FILE     another parleyd than that of this build\n";

std::uint64_t numberFrom(const char *text, std::uint64_t lowest, std::uint64_t highest)
{
    char *end = nullptr;
    const auto number = std::strtoull(text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < lowest || number > highest)
        endWithUsage(kUsage, 2);
    return number;
}

} // namespace

Options optionsFrom(int argc, char **argv)
{
    Options options;
    readOptions(argc, argv, kUsage, [&](std::string_view name, const char *value) {
        const std::string_view word = value;
        if (name == "--subscribers")
            options.shape.subscribers = int(numberFrom(value, 1, 15'000));
        else if (name == "--window")
            options.shape.window = int(numberFrom(value, 1, 1'000'000));
        else if (name == "--payload")
            options.shape.payload = int(numberFrom(value, ExpectedPayload::kDigits, 262'144));
        else if (name == "--messages")
            options.shape.messages = numberFrom(value, 1, 1'000'000'000);
        else if (name == "--runs")
            options.runs = int(numberFrom(value, 1, 1'000));
        else if (name == "--peer" && (word == "nats" || word == "none"))
            options.withNats = word == "nats";
        else if (name == "--durability"
                 && (word == "memory" || word == "relaxed" || word == "durable"))
            options.parley.durability = word;
        else if (name == "--io-threads")
            options.parley.ioThreads = int(numberFrom(value, 1, 16));
        else if (name == "--broker")
            options.parley.broker = word;
        else
            return false;
        return true;
    });
    return options;
}

} // namespace parley::bench
