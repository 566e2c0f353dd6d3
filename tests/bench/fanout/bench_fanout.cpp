// bench_fanout: what a delivery costs the broker in CPU, beside nats-server in the same minutes.
// Exit code 0 when every run was verified, 1 when one was not or a server is missing.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <sys/resource.h>

#include "tests/bench/fanout/nats_server.h"
#include "tests/bench/fanout/parley_server.h"
#include "tests/bench/fanout/workload.h"
#include "tests/bench/support/figures.h"

using namespace parley::bench;

namespace {

struct RunResult {
    double serverCpu = 0; // seconds per million deliveries, as the next one
    double clientCpu = 0;
    double serverSeconds
        = 0; // all of it; in steps of 10 ms, so a run with little of it says little
    double rate = 0; // deliveries per second
    double framesPerSend = 0; // 0: not told
};

struct Column {
    Figures serverCpu;
    Figures clientCpu;
    Figures rate;
    Figures framesPerSend;

    void add(const RunResult &result)
    {
        serverCpu.add(result.serverCpu);
        clientCpu.add(result.clientCpu);
        rate.add(result.rate / 1e6);
        if (result.framesPerSend > 0)
            framesPerSend.add(result.framesPerSend);
    }
};

constexpr int kStillMs = 300; // nobody measures what a server does a while later

double ownCpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds
        = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

RunResult runOnce(Server &server, const Options &options)
{
    server.beginRun();
    RunResult result;
    {
        Workload workload(server, options);
        server.process().waitUntilIdle(kStillMs);
        const auto sendsBefore = server.sendCount();
        const double cpuBefore = server.process().cpuSeconds();
        const double ownBefore = ownCpuSeconds();
        const double begun = monotonicSeconds();
        workload.run();
        const double elapsed = monotonicSeconds() - begun;
        const double own = ownCpuSeconds() - ownBefore;
        server.process().waitUntilIdle(kStillMs);
        result.serverSeconds = server.process().cpuSeconds() - cpuBefore;
        const auto sendsAfter = server.sendCount();
        workload.expectNothingMore();

        const double deliveries = double(options.messages) * options.subscribers;
        result.serverCpu = result.serverSeconds / deliveries * 1e6;
        result.clientCpu = own / deliveries * 1e6;
        result.rate = deliveries / elapsed;
        if (sendsAfter)
            result.framesPerSend = double(sendsAfter->frames - sendsBefore->frames)
                / double(sendsAfter->sends - sendsBefore->sends);
    }
    server.endRun();
    return result;
}

void print(int run, const std::string &name, const RunResult &result)
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
        options.subscribers, options.payload, options.window,
        static_cast<unsigned long long>(options.messages),
        double(options.messages) * options.subscribers / 1e6);
    const std::string build
        = options.broker.empty() ? "build type " PARLEY_BUILD_TYPE : options.broker;
    std::printf(
        "parley: the parleyd binary (%s), the broker library of the app in a process of its "
        "own; tokens with grants, %s topic, WebSocket\n",
        build.c_str(), options.durability.c_str());
    if (!natsVersion.empty())
        std::printf("nats:   nats-server %s, WebSocket\n", natsVersion.c_str());
    std::printf("cpu_s/M: CPU seconds (user and kernel) per million deliveries\n\n"
                "run  server   cpu_s/M  M deliv./s  client cpu_s/M  frames/send  CPU s    load\n");
}

void measure(const Options &options, const std::string &natsVersion)
{
    ParleyServer parley(options);
    std::unique_ptr<NatsServer> nats;
    if (!natsVersion.empty())
        nats = std::make_unique<NatsServer>(options);
    printHead(options, natsVersion);
    Column ours;
    Column theirs;
    Figures ratio;
    for (int run = 1; run <= options.runs; ++run) {
        const RunResult our = runOnce(parley, options);
        print(run, "parley", our);
        ours.add(our);
        if (!nats)
            continue;
        const RunResult their = runOnce(*nats, options);
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

void raiseDescriptorLimit() // the servers inherit it
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 20'000);
    setrlimit(RLIMIT_NOFILE, &limit);
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
