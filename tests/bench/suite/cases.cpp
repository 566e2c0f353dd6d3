#include "tests/bench/suite/cases.h"

#include <cstdio>

#include "tests/bench/loads/compaction.h"
#include "tests/bench/loads/connections.h"
#include "tests/bench/loads/delivery_cost.h"
#include "tests/bench/loads/durable_publish.h"
#include "tests/bench/loads/open_loop.h"
#include "tests/bench/loads/stalled_readers.h"
#include "tests/bench/support/scheduling.h"

namespace parley::bench {
namespace {

constexpr int kRuns = 5;
constexpr int kQuickRuns = 3;

Case fanOutCase(const std::string &name, const std::string &what, const FanOutShape &shape,
                bool quick, std::vector<Goal> goals)
{
    const auto measure = [shape](Server &server) {
        const DeliveryCost cost = measureDeliveryCost(server, shape);
        char note[128];
        std::snprintf(note, sizeof note, "%.2f CPU s, client %.2f a million, %.2f M/s",
                      cost.serverSeconds, cost.clientCpu, cost.rate / 1e6);
        std::string text = note;
        if (cost.framesPerSend > 0) {
            std::snprintf(note, sizeof note, ", %.1f frames a send", cost.framesPerSend);
            text += note;
        }
        return Measured{{cost.serverCpu}, text};
    };
    return {.name = name,
            .what = what,
            .peers = {"nats", "redis"},
            .rows = {{"CPU s per M deliveries", 3, Better::Less, std::move(goals)}},
            .measure = measure,
            .runs = quick ? kQuickRuns : kRuns};
}

// What the bytes cost when they are encrypted, for each reader anew. The client decrypts them on
// the same machine, so rates are no figure here.
Case tlsFanOutCase(bool quick)
{
    FanOutShape shape;
    shape.messages = quick ? 10'000 : 100'000;
    Case encrypted
        = fanOutCase("1-to-100-tls", "1-to-100 over TLS 1.3, AES-128-GCM", shape, quick, {});
    encrypted.peers = {"nats"};
    encrypted.settings.wire = Wire::Tls;
    return encrypted;
}

void addFanOuts(std::vector<Case> &cases, bool quick)
{
    FanOutShape shape;
    shape.messages = quick ? 20'000 : 200'000;
    cases.push_back(fanOutCase("1-to-100", "1 publisher, 100 subscribers, window 128", shape, quick,
                               {{"nats", 1.0 / 6}, {"redis", 1.0 / 3}}));
    shape.subscribers = 1'000;
    shape.window = 256;
    shape.messages = quick ? 3'000 : 20'000;
    cases.push_back(fanOutCase("1-to-1000", "1 publisher, 1,000 subscribers, window 256", shape,
                               quick, {{"nats", 1.0 / 6}, {"redis", 1.0 / 3}}));
    shape.window = 2;
    shape.messages = quick ? 150 : 600;
    cases.push_back(fanOutCase("1-to-1000-sparse",
                               "1 publisher, 1,000 subscribers, window 2: no batches", shape, quick,
                               {{"redis", 1}}));
    shape.publishers = 8;
    shape.subscribers = 1;
    shape.window = 128;
    shape.messages = quick ? 60'000 : 500'000;
    cases.push_back(fanOutCase("8-by-8", "8 publishers, each on a topic with 1 subscriber", shape,
                               quick, {{"nats", 1.0 / 3}}));
    shape.publishers = 1;
    shape.messages = quick ? 400'000 : 3'000'000;
    cases.push_back(fanOutCase("1-to-1", "1 publisher, 1 subscriber, window 128", shape, quick,
                               {{"nats", 1.0 / 3}}));
}

Case latencyCase(bool quick)
{
    OpenLoopShape shape;
    shape.messages = quick ? 4'000 : 10'000;
    const auto measure = [shape](Server &server) {
        const UrgentRun urgent(server.process().pid());
        const std::string topic = server.newTopic();
        OpenLoop load(server, shape, topic);
        const Latency latency = load.run();
        load.finish();
        server.dropTopic(topic);
        return Measured{{latency.p50, latency.p99},
                        std::to_string(latency.late) + " sends late"
                            + (urgent.isGranted() ? "" : "; not root, so no SCHED_FIFO")};
    };
    return {.name = "latency",
            .what = "2,000 messages a second to 10 subscribers, open loop",
            .peers = {"nats", "mosquitto", "redis"},
            .rows = {{"p50, us", 0, Better::Less, {{"nats", 1}, {"mosquitto", 1}}},
                     {"p99, us", 0, Better::Less, {}}},
            .measure = measure,
            .runs = quick ? kQuickRuns : kRuns};
}

Case idleCase(bool quick)
{
    const int count = quick ? 2'000 : 5'000;
    return {.name = "idle",
            .what = std::to_string(count) + " connections, greeted, subscribed and silent",
            .peers = {"nats", "mosquitto", "redis"},
            .rows = {{"KB resident a connection", 2, Better::Less, {{"", 1}}}},
            .measure = [count](Server &server) { return Measured{{measureIdleKb(server, count)}}; },
            .runs = quick ? 1 : kRuns,
            .freshServers = true};
}

Case connectsCase(bool quick)
{
    const int count = quick ? 2'000 : 5'000;
    constexpr int kAtOnce = 64;
    const auto measure = [count](Server &server) {
        const ConnectRate rate = measureConnects(server, count, kAtOnce);
        return Measured{{rate.perSecond, rate.cpuMs}};
    };
    return {.name = "connects",
            .what = "clients that connect and are greeted, 64 at once",
            .peers = {"nats", "mosquitto", "redis"},
            .rows = {{"connects per second", 0, Better::More, {{"", 5'000}}},
                     {"CPU ms per 1,000 connects", 0, Better::Less, {}}},
            .measure = measure,
            .runs = quick ? kQuickRuns : kRuns};
}

// Whole handshakes, one after the other, because the client takes its part in each.
Case tlsConnectsCase(bool quick)
{
    Case connects = connectsCase(quick);
    connects.name = "connects-tls";
    connects.what = "clients that connect over TLS 1.3 and are greeted, no session resumed";
    connects.peers = {"nats"};
    connects.rows = {{"CPU ms per 1,000 connects", 0, Better::Less, {}}};
    connects.settings.wire = Wire::Tls;
    const auto measure = connects.measure;
    connects.measure
        = [measure](Server &server) { return Measured{{measure(server).figures.at(1)}}; };
    return connects;
}

Case durableCase(int window, bool quick)
{
    DurablePublishShape shape;
    shape.window = window;
    shape.messages = quick ? 50'000 : 200'000;
    const auto measure = [shape](Server &server) {
        const StoringCost cost
            = measureDurablePublish(dynamic_cast<StoringServer &>(server), shape);
        return Measured{{cost.perSecond, cost.cpuSeconds}};
    };
    return {.name = "durable-" + std::to_string(window),
            .what = "1 publisher, " + std::to_string(window)
                + " publishes that wait for their acknowledgement; Parley syncs before it, "
                  "JetStream does not",
            .peers = {"jetstream"},
            .rows = {{"acknowledged per second", 0, Better::More, {{"jetstream", 1}}},
                     {"CPU s per M stored", 2, Better::Less, {}}},
            .measure = measure,
            .runs = quick ? kQuickRuns : kRuns,
            // All of it stays, for the check that reads it again.
            .settings = {.durability = "durable", .retainedBytes = 1024 * 1024 * 1024}};
}

Case compactionCase(bool quick)
{
    CompactionShape shape;
    shape.messages = quick ? 4'000 : 10'000;
    const auto measure = [shape](Server &server) {
        const UrgentRun urgent(server.process().pid());
        const CompactionCost cost = measureCompaction(dynamic_cast<ParleyServer &>(server), shape);
        char note[128];
        std::snprintf(note, sizeof note, "p50 %.0f, %.0f, %.0f, %.0f us; file %.2f times as large",
                      cost.alone.p50, cost.always.p50, cost.cut.p50, cost.dropped.p50,
                      cost.fileGrowth);
        return Measured{{cost.alone.p99 / 1e3, cost.always.p99 / 1e3, cost.cut.p99 / 1e3,
                         cost.dropped.p99 / 1e3, cost.fileGrowth},
                        note};
    };
    const Goal unnoticed{"", 50}; // ms
    const Goal reused{"", 1.1};
    return {.name = "compaction",
            .what = "2,000 durable publishes a second, open loop, while messages are deleted; to "
                    "their acknowledgement",
            .peers = {},
            .rows = {{"p99 of publishing, ms: nothing deleted", 2, Better::Less, {unnoticed}},
                     {"... always some", 2, Better::Less, {unnoticed}},
                     {"... 200,000 by a PUT", 2, Better::Less, {unnoticed}},
                     {"... a topic of 200,000", 2, Better::Less, {unnoticed}},
                     {"file with as much again, times", 2, Better::Less, {reused}}},
            .measure = measure,
            .runs = quick ? 1 : 3,
            .settings = {.durability = "durable", .retainedBytes = 1024 * 1024 * 1024}};
}

Case stalledCase(bool quick)
{
    OpenLoopShape shape;
    shape.rate = 5'000;
    shape.payload = 2'000;
    shape.messages = quick ? 15'000 : 26'400; // more than the topic retains
    const auto measure = [shape](Server &server) {
        const UrgentRun urgent(server.process().pid());
        const StalledReaders result = measureStalledReaders(server, shape);
        char note[64];
        std::snprintf(note, sizeof note, "p99 %.0f us beside them", result.p99);
        return Measured{{result.growthMb, result.p99Ratio}, note};
    };
    // "Unchanged" is what two runs of the same differ by; a broker that waits for a slow reader
    // makes it ten times as long.
    constexpr double kUnchanged = 1.5;
    const double retainedMb = double(ParleyServer::kDefaultRetainedBytes) / 1024 / 1024;
    return {.name = "stalled",
            .what = "10 readers that do not read beside 10 that do, 5,000 messages of 2 kB a "
                    "second; the servers' own limits",
            .peers = {"nats", "mosquitto", "redis"},
            .rows = {{"MB grown", 1, Better::Less, {{"", retainedMb}}},
                     {"p99 with over without", 2, Better::Less, {{"", kUnchanged}}}},
            .measure = measure,
            .runs = quick ? 1 : kRuns,
            .freshServers = true,
            .limits = QueueLimits::Default};
}

} // namespace

std::vector<Case> allCases(bool quick)
{
    std::vector<Case> cases;
    addFanOuts(cases, quick);
    cases.push_back(latencyCase(quick));
    cases.push_back(idleCase(quick));
    cases.push_back(connectsCase(quick));
    cases.push_back(tlsFanOutCase(quick));
    cases.push_back(tlsConnectsCase(quick));
    cases.push_back(durableCase(256, quick));
    cases.push_back(durableCase(4'096, quick));
    cases.push_back(compactionCase(quick));
    cases.push_back(stalledCase(quick));
    return cases;
}

} // namespace parley::bench
