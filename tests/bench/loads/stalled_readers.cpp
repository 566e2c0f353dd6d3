#include "tests/bench/loads/stalled_readers.h"

namespace parley::bench {
namespace {

constexpr int kStalled = 10;

Latency runOpenLoop(Server &server, const OpenLoopShape &shape)
{
    const std::string topic = server.newTopic();
    OpenLoop load(server, shape, topic);
    const Latency latency = load.run();
    load.finish();
    server.dropTopic(topic);
    return latency;
}

} // namespace

StalledReaders measureStalledReaders(Server &server, const OpenLoopShape &shape)
{
    OpenLoopShape warmUp = shape;
    warmUp.messages = warmUp.warmUp + 1;
    runOpenLoop(server, warmUp); // what the first messages make a server load is no queue

    StalledReaders result;
    {
        const std::string topic = server.newTopic();
        std::vector<Loopback> stalled;
        for (int i = 0; i < kStalled; ++i)
            stalled.push_back(server.connectSubscriber(topic));
        OpenLoop load(server, shape, topic);
        server.process().waitUntilIdle(kStillMs);
        const long before = server.process().memoryKb("VmRSS");
        result.p99 = load.run().p99;
        // The highest, not the last: some servers give up such readers and free what they kept.
        result.growthMb = double(server.process().memoryKb("VmHWM") - before) / 1024;
        load.finish();
        for (Loopback &connection : stalled)
            connection.closeAtOnce();
        server.dropTopic(topic);
    }
    server.process().waitUntilIdle(kStillMs);
    result.p99Ratio = result.p99 / runOpenLoop(server, shape).p99;
    return result;
}

} // namespace parley::bench
