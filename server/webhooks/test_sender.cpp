#include "server/webhooks/test_sender.h"

#include <memory>
#include <utility>

#include "server/base/ulid.h"
#include "server/webhooks/body_writer.h"
#include "server/webhooks/retry_schedule.h"

namespace parley {

void TestSender::send(const Webhook &webhook, const std::string &text, Done done)
{
    if (m_runs.size() >= kMaxAtOnce)
        return done(Error{ErrorCode::Busy, "too many tests are under way"});
    const UtcTime now = m_clock.utc();
    PublishedMessage message{.key = webhook.key, .time = now, .payload = {PayloadKind::Text, text}};
    AttemptJob job{std::make_shared<const Webhook>(webhook)};
    job.key = webhook.key;
    job.deliveryId = "msg_" + makeUlid(now, m_random);
    job.body = writeBody(webhook.format, message, job.deliveryId, now);
    job.deadline = RetrySchedule(webhook.settings).attemptDeadline();

    Attempt begun;
    begun.deliveryId = job.deliveryId;
    begun.trigger = Trigger::Test;
    begun.startedAt = now;
    const auto run = std::make_shared<std::uint64_t>();
    *run = m_runner.run(std::move(job), [this, run, begun, done](AttemptReport report) {
        m_runs.erase(*run);
        Attempt attempt = std::move(report.attempt);
        attempt.deliveryId = begun.deliveryId;
        attempt.trigger = begun.trigger;
        attempt.startedAt = begun.startedAt;
        attempt.decision = "a test is sent once";
        done(std::move(attempt));
    });
    m_runs.insert(*run);
}

void TestSender::cancelAll()
{
    for (const std::uint64_t run : std::unordered_set(m_runs))
        m_runner.cancel(run);
}

} // namespace parley
