// What deliveries cost and how long they take: the sender's thread alone, and the whole broker with
// its journal on a disk, between a publisher and endpoints on loopback.

#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <QCoreApplication>

#include "tests/bench/deliveries/client_cost.h"
#include "tests/bench/deliveries/sink.h"
#include "tests/bench/peers/loopback.h"
#include "tests/bench/peers/parley_server.h"
#include "tests/bench/peers/websocket.h"
#include "tests/bench/support/failure.h"
#include "tests/bench/support/figures.h"
#include "tests/bench/support/option_reader.h"
#include "tests/bench/support/percentiles.h"

namespace parley::bench {
namespace {

constexpr const char *kUsage = "bench_deliveries [--runs N] [--seconds N]\n"
                               "  --runs     how often each figure is taken; 5 by default\n"
                               "  --seconds  how long the sustained rate is held; 60 by default\n";

struct Options {
    int runs = 5;
    int seconds = 60;
};

// A durable topic with webhooks, and a publisher's socket.
class Stage final
{
public:
    Stage() : m_broker(settings()), m_topic(m_broker.newTopic()), m_socket(m_broker.port())
    {
        m_socket.take({upgradeStep(m_broker.port(), "/v1/socket",
                                   "Authorization: Bearer " + m_broker.ownerToken() + "\r\n")});
    }

    void addWebhook(const Sink &sink, const std::string &topic, const std::string &more = {})
    {
        (void)httpRequest(m_broker.port(), "POST", "/v1/webhooks", m_broker.ownerToken(),
                          R"({"level":"local","schedule":"chat","topic":")" + topic + R"(","url":")"
                              + sink.url() + '"' + more + '}');
    }
    std::string newTopic() { return m_broker.newTopic(); }
    const std::string &topic() const { return m_topic; }
    ParleyServer &broker() { return m_broker; }

    void publish(const std::string &topic, std::int64_t due)
    {
        std::string frame;
        appendClientFrame(frame, kText,
                          R"({"op":"publish","topic":")" + topic + R"(","text":")"
                              + stampedText(due) + R"("})");
        m_socket.send(frame);
    }

    //! Open loop: each message has its instant, whatever came of those before.
    void publishPaced(const std::string &topic, int perSecond, int count)
    {
        const std::int64_t step = 1'000'000'000 / perSecond;
        const std::int64_t begin = monotonicNanoseconds();
        for (int i = 0; i < count; ++i) {
            const std::int64_t due = begin + step * i;
            while (monotonicNanoseconds() < due)
                pauseMs(monotonicNanoseconds() + 2'000'000 < due ? 1 : 0);
            publish(topic, due);
        }
    }

private:
    static ParleySettings settings()
    {
        ParleySettings settings;
        settings.durability = "durable";
        return settings;
    }

    ParleyServer m_broker;
    std::string m_topic;
    Loopback m_socket;
};

void waitFor(const Sink &sink, std::uint64_t requests)
{
    const double patience = monotonicSeconds() + 60;
    while (sink.requests() < requests) {
        if (monotonicSeconds() > patience)
            throw Failure("only " + std::to_string(sink.requests()) + " of "
                          + std::to_string(requests) + " deliveries came");
        pauseMs(5);
    }
}

struct Latencies {
    Figures p50{}; // milliseconds
    Figures p95{};
    Figures p99{};

    void add(Sink &sink)
    {
        Percentiles samples;
        for (const std::int64_t each : sink.takeLatencies())
            samples.add(each / 1000);
        p50.add(double(samples.at(50)) / 1000);
        p95.add(double(samples.at(95)) / 1000);
        p99.add(double(samples.at(99)) / 1000);
    }
};

void print(const char *what, const Latencies &latencies)
{
    std::printf("%s: p50 %s, p95 %s, p99 %s ms\n", what, latencies.p50.text(2).c_str(),
                latencies.p95.text(2).c_str(), latencies.p99.text(2).c_str());
}

Latencies measureLatency(int perSecond, int count, int runs)
{
    Latencies latencies;
    for (int run = 0; run < runs; ++run) {
        Sink sink;
        Stage stage;
        stage.addWebhook(sink, stage.topic());
        stage.publishPaced(stage.topic(), perSecond, 50); // opens connections
        waitFor(sink, 50);
        sink.forget();
        stage.publishPaced(stage.topic(), perSecond, count);
        waitFor(sink, std::uint64_t(count) + 50);
        latencies.add(sink);
    }
    return latencies;
}

// Of the healthy one, alone and beside ten that never answer.
void measureIsolation(int runs)
{
    Latencies alone;
    Latencies beside;
    Figures ratio;
    constexpr int kCount = 2'000;
    for (int run = 0; run < runs; ++run) {
        Sink healthy;
        Sink hanging(Sink::Manner::Hang);
        Stage stage;
        stage.addWebhook(healthy, stage.topic());
        const std::string other = stage.newTopic();
        for (int i = 0; i < 10; ++i)
            stage.addWebhook(hanging, other, R"(,"concurrency":8)");
        stage.publishPaced(stage.topic(), 200, 50);
        waitFor(healthy, 50);
        healthy.forget();
        stage.publishPaced(stage.topic(), 200, kCount);
        waitFor(healthy, kCount + 50);
        alone.add(healthy);
        for (int i = 0; i < 100; ++i)
            stage.publish(other, monotonicNanoseconds());
        waitFor(hanging, 32); // what one host gets; all of them hang
        stage.publishPaced(stage.topic(), 200, kCount);
        waitFor(healthy, 2 * kCount + 50);
        beside.add(healthy);
        ratio.add(beside.p99.median() / alone.p99.median());
    }
    print("healthy endpoint alone, 200/s", alone);
    print("healthy endpoint beside ten that hang, 200/s", beside);
    std::printf("  p99 beside / alone: %s\n", ratio.text(2).c_str());
}

void measureSustained(int seconds)
{
    constexpr int kPerSecond = 3'000;
    Sink sink;
    Stage stage;
    stage.addWebhook(sink, stage.topic(), R"(,"concurrency":32)");
    stage.publishPaced(stage.topic(), 100, 50);
    waitFor(sink, 50);
    sink.forget();
    const double cpu = stage.broker().process().cpuSeconds();
    const double begin = monotonicSeconds();
    stage.publishPaced(stage.topic(), kPerSecond, kPerSecond * seconds);
    const auto all = std::uint64_t(kPerSecond) * std::uint64_t(seconds);
    waitFor(sink, all + 50);
    const double took = monotonicSeconds() - begin;
    const double spent = stage.broker().process().cpuSeconds() - cpu;
    const std::uint64_t distinct = sink.distinct();
    Latencies latencies;
    latencies.add(sink);
    std::printf("sustained: %d messages published at %d/s, delivered in %.1f s (%.0f/s); %llu "
                "missing; broker CPU %.0f us per delivery\n",
                kPerSecond * seconds, kPerSecond, took, double(all) / took,
                static_cast<unsigned long long>(all - std::min(all, distinct)),
                spent * 1e6 / double(all));
    print("  at that rate", latencies);
}

void measureEndless()
{
    Sink sink(Sink::Manner::Endless);
    Stage stage;
    const std::string quiet = stage.newTopic();
    for (int i = 0; i < 50; ++i)
        stage.addWebhook(sink, stage.topic(), R"(,"concurrency":1)");
    stage.broker().process().waitUntilIdle(300);
    const long before = stage.broker().process().memoryKb("VmHWM");
    stage.publish(stage.topic(), monotonicNanoseconds());
    waitFor(sink, 50);
    stage.broker().process().waitUntilIdle(500);
    const long after = stage.broker().process().memoryKb("VmHWM");
    std::printf("50 endless bodies at once: memory at its highest grew by %.1f MB\n",
                double(after - before) / 1024);
}

void run(const Options &options)
{
    const ClientCost cost = measureClientCost(50'000, options.runs);
    std::printf("sender's thread, signed twice: %s us of CPU per delivery, with TLS %s; libcurl, "
                "not signed, %s\n",
                cost.plain.text(1).c_str(), cost.tls.text(1).c_str(), cost.curl.text(1).c_str());
    print("publish to received, 20/s", measureLatency(20, 200, options.runs));
    print("publish to received, 200/s", measureLatency(200, 2'000, options.runs));
    measureIsolation(options.runs);
    measureEndless();
    measureSustained(options.seconds);
}

} // namespace
} // namespace parley::bench

int main(int argc, char **argv)
{
    using namespace parley::bench;
    QCoreApplication application(argc, argv);
    Options options;
    readOptions(argc, argv, kUsage, [&](std::string_view name, const char *value) {
        int &wanted = name == "--runs" ? options.runs : options.seconds;
        wanted = std::atoi(value);
        return (name == "--runs" || name == "--seconds") && wanted > 0;
    });
    try {
        run(options);
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "bench_deliveries: %s\n", failure.what());
        return 1;
    }
    return 0;
}
