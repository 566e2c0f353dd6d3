// What a call of a person's script costs, from the host's thread to its process and back: time, and
// processor time of both. Run by hand:
// build/release/tests/bench/functions/bench_script_function
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <vector>

#include <sys/resource.h>

#include <QCoreApplication>

#include "server/functions/function_host.h"
#include "server/functions/script/script_functions.h"

using namespace parley;
using namespace parley::functions;

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

// Answers at once; what happens to messages behind it is another bench.
class AcceptingPublisher final : public Publisher
{
public:
    void publish(PublishRequest, std::function<void(Result<Position>)> done) override
    {
        done(Position{1, ++m_sequence});
    }

private:
    std::uint64_t m_sequence = 0;
};

double cpu(int who) // microseconds
{
    rusage usage{};
    getrusage(who, &usage);
    const auto of
        = [](const timeval &time) { return double(time.tv_sec) * 1e6 + double(time.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

double percentile(const std::vector<double> &sorted, double share)
{
    return sorted[std::min(sorted.size() - 1, std::size_t(share * double(sorted.size())))];
}

void call(FunctionHost &host, const std::string &name, const std::string &body)
{
    std::promise<void> done;
    host.call({name, "msg_01JEXAMPLE0000000000000000", 1, body, 0},
              [&](const FunctionReply &reply) {
                  if (reply.status != 200)
                      std::printf("  %d %s\n", reply.status, reply.error.c_str());
                  done.set_value();
              });
    done.get_future().wait();
}

// Children are counted when they have ended, so each case has a host of its own.
void measure(const char *what, const std::string &source, const std::string &body, int calls,
             int scripts)
{
    AcceptingPublisher publisher;
    ScriptFunctions made(PARLEY_JS, publisher);
    const double before = cpu(RUSAGE_SELF);
    const double childrenBefore = cpu(RUSAGE_CHILDREN);
    std::vector<double> times;
    {
        FunctionHost host({});
        for (int i = 0; i < scripts; ++i)
            host.put(
                made.entry({.name = "f" + std::to_string(i), .source = source, .tokenId = "t"}));
        if (scripts == 1)
            call(host, "f0", body); // starts it
        for (int i = 0; i < calls; ++i) {
            const auto start = Clock::now();
            call(host, "f" + std::to_string(i % scripts), body);
            times.push_back(Microseconds(Clock::now() - start).count());
        }
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "%-38s p50 %8.1f us  p95 %8.1f us  p99 %8.1f us  CPU %7.1f us broker, %7.1f us script\n",
        what, percentile(times, 0.5), percentile(times, 0.95), percentile(times, 0.99),
        (cpu(RUSAGE_SELF) - before) / calls, (cpu(RUSAGE_CHILDREN) - childrenBefore) / calls);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::string small
        = R"({"cache":"default","topic":"weather","event_timestamp":1,"publish_timestamp":1,)"
          R"("topic_sequence_number":1,"token_id":"ana","text":"It rains in the north."})";
    const std::string large = R"({"text":")" + std::string(200'000, 'x') + R"("})";
    constexpr int kCalls = 20'000;
    measure("returns a word", "function handle() { return 'ok'; }", small, kCalls, 1);
    measure("returns the event", "function handle(event) { return event; }", small, kCalls, 1);
    measure("publishes one message", "function handle(event) { publish('out', event.text); }",
            small, kCalls, 1);
    measure("publishes ten",
            "function handle(e) { for (let i = 0; i < 10; ++i) publish('out', e); }", small, kCalls,
            1);
    measure("returns 200,000 bytes' length", "function handle(e) { return e.text.length; }", large,
            kCalls / 10, 1);
    measure("a new process for each call", "function handle() { return 'ok'; }", small, 200, 200);
    return 0;
}
