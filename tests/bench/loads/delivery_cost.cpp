#include "tests/bench/loads/delivery_cost.h"

#include <sys/resource.h>

namespace parley::bench {
namespace {

double ownCpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds
        = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

DeliveryCost measureDeliveryCost(Server &server, const FanOutShape &shape)
{
    FanOut load(server, shape);
    server.process().waitUntilIdle(kStillMs);
    const auto sendsBefore = server.sendCount();
    const double cpuBefore = server.process().cpuSeconds();
    const double ownBefore = ownCpuSeconds();
    const double begun = monotonicSeconds();
    load.run();
    const double elapsed = monotonicSeconds() - begun;
    const double own = ownCpuSeconds() - ownBefore;
    server.process().waitUntilIdle(kStillMs);
    DeliveryCost cost;
    cost.serverSeconds = server.process().cpuSeconds() - cpuBefore;
    const auto sendsAfter = server.sendCount();
    load.finish();

    cost.serverCpu = cost.serverSeconds / shape.deliveries() * 1e6;
    cost.clientCpu = own / shape.deliveries() * 1e6;
    cost.rate = shape.deliveries() / elapsed;
    if (sendsAfter)
        cost.framesPerSend = double(sendsAfter->frames - sendsBefore->frames)
            / double(sendsAfter->sends - sendsBefore->sends);
    return cost;
}

} // namespace parley::bench
