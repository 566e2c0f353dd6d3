// bench_fanout: what a delivery costs the broker in CPU, beside nats-server in the same minutes.
// Exit code 0 when every run was verified, 1 when one was not or a server is missing.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "tests/bench/fanout/options.h"
#include "tests/bench/loads/delivery_cost.h"
#include "tests/bench/peers/nats_server.h"
#include "tests/bench/support/figures.h"
#include "tests/bench/support/scheduling.h"

using namespace parley::bench;

namespace {

struct Column {
    Figures serverCpu;
    Figures clientCpu;
    Figures rate;
    Figures framesPerSend;

    void add(const DeliveryCost &result)
    {
        serverCpu.add(result.serverCpu);
        clientCpu.add(result.clientCpu);
        rate.add(result.rate / 1e6);
        if (result.framesPerSend > 0)
            framesPerSend.add(result.framesPerSend);
    }
};

void print(int run, const std::string &name, const DeliveryCost &result)
{
    double load = 0;
    getloadavg(&load, 1);
    char frames[16] = "-";
    if (result.framesPerSend > 0)
        std::snprintf(frames, sizeof frames, "%.1f", result.framesPerSend);
    std::printf("%3d  %-7s %8.3f %10.2f %12.3f %12s %10.2f %6.1f\n", run, name.c_str(),
                result.serverCpu, result.rate / 1e6, result.clientCpu, frames, result.serverSeconds,
                load);
    std::fflush(stdout);
}

void print(const char *name, const Column &column)
{
    std::printf("%-7s cpu_s/M %s   M deliveries/s %s   client cpu_s/M %s   frames/send %s\n", name,
                column.serverCpu.text(3).c_str(), column.rate.text(2).c_str(),
                column.clientCpu.text(3).c_str(), column.framesPerSend.text(1).c_str());
}

void printHead(const Options &options, const std::string &natsVersion)
{
    std::printf(
        "1 publisher, %d subscribers, %d-byte payload, window %d, %llu messages a run: %.1f "
        "million deliveries, each one checked\n",
        options.shape.subscribers, options.shape.payload, options.shape.window,
        static_cast<unsigned long long>(options.shape.messages), options.shape.deliveries() / 1e6);
    const std::string build
        = options.parley.broker.empty() ? "build type " PARLEY_BUILD_TYPE : options.parley.broker;
    std::printf(
        "parley: the parleyd binary (%s), the broker library of the app in a process of its "
        "own; tokens with grants, %s topic, WebSocket\n",
        build.c_str(), options.parley.durability.c_str());
    if (!natsVersion.empty())
        std::printf("nats:   nats-server %s, WebSocket\n", natsVersion.c_str());
    std::printf("cpu_s/M: CPU seconds (user and kernel) per million deliveries\n\n"
                "run  server   cpu_s/M  M deliv./s  client cpu_s/M  frames/send  CPU s    load\n");
}

void measure(const Options &options, const std::string &natsVersion)
{
    ParleyServer parley(options.parley);
    std::unique_ptr<NatsServer> nats;
    if (!natsVersion.empty())
        nats = std::make_unique<NatsServer>(QueueLimits::Lifted);
    printHead(options, natsVersion);
    Column ours;
    Column theirs;
    Figures ratio;
    for (int run = 1; run <= options.runs; ++run) {
        const DeliveryCost our = measureDeliveryCost(parley, options.shape);
        print(run, "parley", our);
        ours.add(our);
        if (!nats)
            continue;
        const DeliveryCost their = measureDeliveryCost(*nats, options.shape);
        print(run, "nats", their);
        theirs.add(their);
        ratio.add(our.serverCpu / their.serverCpu);
    }
    std::printf("\nmedian (range) of %d runs\n", options.runs);
    print("parley", ours);
    if (!nats)
        return;
    print("nats", theirs);
    std::printf("parley : nats, run beside run: %s, in the middle 1/%.1f\n", ratio.text(3).c_str(),
                1 / ratio.median());
}

} // namespace

int main(int argc, char **argv)
{
    const Options options = optionsFrom(argc, argv);
    raiseDescriptorLimit();
    try {
        const std::string natsVersion = options.withNats ? NatsServer::version() : "";
        if (options.withNats && natsVersion.empty())
            throw Failure("nats-server is not there: install the package nats-server, or measure "
                          "Parley alone with --peer none");
        measure(options, natsVersion);
    } catch (const std::exception &failure) {
        std::fflush(stdout);
        std::fprintf(stderr, "bench_fanout: the run is void: %s\n", failure.what());
        return 1;
    }
    return 0;
}
