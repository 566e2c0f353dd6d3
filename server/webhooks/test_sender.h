#pragma once

#include <functional>
#include <string>
#include <unordered_set>

#include "server/base/clock.h"
#include "server/base/random.h"
#include "server/webhooks/attempt_runner.h"

namespace parley {

// Sends a made-up message once, past the queue, on the same path and under the same rules as every
// delivery. Nothing is stored and no breaker is told. Thread: webhooks.
class TestSender final
{
public:
    static constexpr std::size_t kMaxAtOnce = 16;

    using Done = std::function<void(Result<Attempt>)>;

    TestSender(const Clock &clock, Random &random, AttemptRunner &runner) :
        m_clock(clock), m_random(random), m_runner(runner)
    {
    }

    void send(const Webhook &webhook, const std::string &text, Done done);
    void cancelAll();

private:
    const Clock &m_clock;
    Random &m_random;
    AttemptRunner &m_runner;
    std::unordered_set<std::uint64_t> m_runs;
};

} // namespace parley
