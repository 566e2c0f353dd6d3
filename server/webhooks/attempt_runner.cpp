#include "server/webhooks/attempt_runner.h"

#include <mutex>
#include <utility>

#include <QMetaObject>
#include <QTimer>

#include "server/protocol/safe_text.h"

namespace parley {
namespace {

std::int64_t microseconds(const Clock &clock)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
               clock.monotonic().time_since_epoch())
        .count();
}

} // namespace

// Thread: any. Closed before the runner goes, so that an answer finds either the runner or nothing.
class AttemptRunner::Gate
{
public:
    explicit Gate(AttemptRunner *runner) : m_runner(runner) {}

    void replied(std::uint64_t id, FunctionReply reply)
    {
        const std::lock_guard hold(m_lock);
        if (!m_runner)
            return;
        QMetaObject::invokeMethod(
            m_runner,
            [runner = m_runner, id, reply = std::move(reply)]() mutable {
                runner->functionReplied(id, std::move(reply));
            },
            Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard hold(m_lock);
        m_runner = nullptr;
    }

private:
    std::mutex m_lock;
    AttemptRunner *m_runner; // null when it is gone
};

AttemptRunner::AttemptRunner(const Clock &clock, HttpDeliveryClient &client,
                             FunctionTarget &functions, std::string lambdaAddress) :
    m_clock(clock),
    m_client(client), m_functions(functions), m_lambdaAddress(std::move(lambdaAddress)),
    m_gate(std::make_shared<Gate>(this))
{
}

AttemptRunner::~AttemptRunner()
{
    m_gate->close();
}

std::uint64_t AttemptRunner::run(AttemptJob job, Done done)
{
    const std::uint64_t id = ++m_lastId;
    m_open.emplace(id, Open{std::move(done), 0, {}, job.deadline});
    if (job.webhook->callsFunction())
        callFunction(id, job);
    else
        sendHttp(id, job);
    return id;
}

void AttemptRunner::sendHttp(std::uint64_t id, AttemptJob &job)
{
    auto request = attemptRequest(job, m_lambdaAddress, m_clock.utc());
    if (!request) {
        AttemptReport report;
        report.attempt.outcome = Outcome::BlockedAddress;
        report.attempt.outcomeText = request.error().message;
        QMetaObject::invokeMethod(
            this, [this, id, report] { finish(id, report); }, Qt::QueuedConnection);
        return;
    }
    const bool isLambda = job.webhook->callsLambda();
    m_open[id].httpId
        = m_client.send(std::move(*request), [this, id, isLambda](HttpDeliveryResult result) {
              // Lambda answers 200 for a function that threw (Invoke, "X-Amz-Function-Error").
              if (isLambda && result.attempt.outcome == Outcome::Ok
                  && !result.functionError.empty()) {
                  result.attempt.outcome = Outcome::FunctionError;
                  result.attempt.outcomeText
                      = "the function failed: " + quoted(result.functionError);
              }
              finish(id,
                     {std::move(result.attempt), std::move(result.retryAfter),
                      std::move(result.webhookDelivery), std::move(result.functionError),
                      result.closedUnused});
          });
}

void AttemptRunner::callFunction(std::uint64_t id, AttemptJob &job)
{
    Open &open = m_open[id];
    const std::string function(job.webhook->functionName());
    open.startedAt = microseconds(m_clock);
    open.report.attempt.address = "function";
    open.report.attempt.requestHead = "CALL function:" + function
        + "\r\nwebhook-id: " + job.deliveryId + "\r\nwebhook-attempt: " + std::to_string(job.number)
        + "\r\nContent-Length: " + std::to_string(job.body.size()) + "\r\n\r\n";
    QTimer::singleShot(job.deadline, this, [this, id] { functionTimedOut(id); });
    FunctionCall call{function, std::move(job.deliveryId), job.number, std::move(job.body),
                      job.hops};
    if (job.key) {
        call.nameSpace = job.key->nameSpace.text();
        call.topic = job.key->topic.text();
    }
    call.publisherId = std::move(job.publisherId);
    m_functions.call(std::move(call), [gate = m_gate, id](FunctionReply reply) {
        gate->replied(id, std::move(reply));
    });
}

void AttemptRunner::functionReplied(std::uint64_t id, FunctionReply reply)
{
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return; // too late, or canceled
    Attempt &attempt = found->second.report.attempt;
    attempt.httpStatus = reply.status;
    attempt.responseBytes = reply.body.size();
    attempt.responseTruncated = reply.body.size() > Attempt::kMaxKeptBodyBytes;
    if (attempt.responseTruncated)
        reply.body.resize(Attempt::kMaxKeptBodyBytes);
    attempt.responseBody = std::move(reply.body);
    const bool ok = reply.status >= 200 && reply.status < 300;
    const bool refused = reply.status >= 400 && reply.status < 500;
    std::string text = std::to_string(reply.status);
    if (!reply.error.empty())
        text += ": " + reply.error;
    finishFunction(id,
                   ok            ? Outcome::Ok
                       : refused ? Outcome::Http4xx
                                 : Outcome::FunctionError,
                   std::move(text));
}

void AttemptRunner::functionTimedOut(std::uint64_t id)
{
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return;
    const std::string limit = std::to_string(found->second.deadline.count());
    finishFunction(id, Outcome::TimeoutTotal, "no answer within " + limit + " ms");
}

void AttemptRunner::finishFunction(std::uint64_t id, Outcome outcome, std::string text)
{
    Open &open = m_open[id];
    Attempt &attempt = open.report.attempt;
    attempt.outcome = outcome;
    attempt.outcomeText = std::move(text);
    attempt.timing.total = microseconds(m_clock) - open.startedAt;
    finish(id, std::move(open.report));
}

void AttemptRunner::cancel(std::uint64_t id)
{
    const auto found = m_open.find(id);
    if (found == m_open.end())
        return;
    if (found->second.httpId != 0)
        m_client.cancel(found->second.httpId);
    else
        finishFunction(id, Outcome::Canceled, "stopped");
}

void AttemptRunner::finish(std::uint64_t id, AttemptReport report)
{
    auto node = m_open.extract(id);
    if (!node.empty())
        node.mapped().done(std::move(report));
}

} // namespace parley
