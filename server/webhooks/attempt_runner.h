#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include <QObject>

#include "server/base/clock.h"
#include "server/webhooks/attempt_request.h"
#include "server/webhooks/attempt_verdict.h"
#include "server/webhooks/function_target.h"
#include "server/webhooks/http_delivery_client.h"

namespace parley {

// Makes attempts: signs, then sends over HTTP or calls a function. Both come back as the same
// report. Thread: webhooks.
class AttemptRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttemptRunner)

public:
    using Done = std::function<void(AttemptReport)>;

    //! Everything is borrowed and outlives the runner.
    //! \param lambdaAddress of AWS Lambda, in place of the region's own; "": that.
    AttemptRunner(const Clock &clock, HttpDeliveryClient &client, FunctionTarget &functions,
                  std::string lambdaAddress = {});
    ~AttemptRunner() override; // what is under way ends without a word

    //! \p done runs once, never inside this call. \return for cancel().
    std::uint64_t run(AttemptJob job, Done done);
    void cancel(std::uint64_t id); // `done` runs now, with the outcome canceled

private:
    class Gate; // where functions answer, from any thread, even after this is gone
    struct Open {
        Done done{};
        std::uint64_t httpId = 0; // 0: a function
        AttemptReport report{}; // of a function, as far as it is known
        std::chrono::milliseconds deadline{};
        std::int64_t startedAt = 0; // microseconds, monotonic
    };

    void sendHttp(std::uint64_t id, AttemptJob &job);
    void callFunction(std::uint64_t id, AttemptJob &job);
    void functionReplied(std::uint64_t id, FunctionReply reply);
    void functionTimedOut(std::uint64_t id);
    void finish(std::uint64_t id, AttemptReport report);
    void finishFunction(std::uint64_t id, Outcome outcome, std::string text);

    const Clock &m_clock;
    HttpDeliveryClient &m_client;
    FunctionTarget &m_functions;
    const std::string m_lambdaAddress;
    std::shared_ptr<Gate> m_gate;
    std::unordered_map<std::uint64_t, Open> m_open;
    std::uint64_t m_lastId = 0;
};

} // namespace parley
