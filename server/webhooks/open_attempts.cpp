#include "server/webhooks/open_attempts.h"

#include <utility>
#include <vector>

namespace parley {
namespace {

AttemptReport neverSent()
{
    AttemptReport report;
    report.attempt.outcome = Outcome::Canceled;
    report.attempt.outcomeText = "stopped before it was sent";
    return report;
}

// A batch goes one way together.
void followLeader(ReadyDelivery &ready)
{
    const Delivery &leader = ready.delivery;
    for (Delivery &member : ready.members) {
        member.state = leader.state;
        member.reason = leader.reason;
        member.attempts = leader.attempts;
        member.nextAttemptAt = leader.nextAttemptAt;
    }
}

// Of a batch a JSON array of its bodies, which are JSON themselves.
std::string bodyOf(const ReadyDelivery &ready)
{
    if (ready.members.empty())
        return ready.delivery.body;
    std::string body = "[" + ready.delivery.body;
    for (const Delivery &member : ready.members)
        body.append(",").append(member.body);
    return body + "]";
}

} // namespace

Delivery withoutBody(const Delivery &delivery)
{
    Delivery copy{.id = delivery.id, .webhookId = delivery.webhookId, .key = delivery.key};
    copy.position = delivery.position;
    copy.publisherId = delivery.publisherId;
    copy.createdAt = delivery.createdAt;
    copy.state = delivery.state;
    copy.reason = delivery.reason;
    copy.attempts = delivery.attempts;
    copy.nextAttemptAt = delivery.nextAttemptAt;
    copy.line = delivery.line;
    copy.orderingKey = delivery.orderingKey;
    copy.batchId = delivery.batchId;
    copy.hops = delivery.hops;
    return copy;
}

JournalEntry OpenAttempts::begin(Endpoint &endpoint, ReadyDelivery ready)
{
    Open open{std::move(ready)};
    open.isRetry = open.ready.delivery.attempts > 0;
    open.host = endpoint.host();
    m_retries += open.isRetry ? 1 : 0;
    ++m_perHost[open.host];
    endpoint.started(open.ready, m_parts.clock.monotonic());

    Delivery &delivery = open.ready.delivery;
    delivery.state = DeliveryState::Sending;
    delivery.nextAttemptAt.reset();
    open.attempt.deliveryId = delivery.id;
    open.attempt.number = ++delivery.attempts;
    open.attempt.trigger = open.ready.trigger;
    open.attempt.startedAt = m_parts.clock.utc();
    open.attempt.outcomeText = "under way";

    JournalEntry entry{withoutBody(delivery), open.attempt};
    followLeader(open.ready);
    for (const Delivery &member : open.ready.members)
        entry.members.push_back(withoutBody(member));
    for (const Delivery &member : entry.members)
        m_members.insert(member.id);
    m_open.insert_or_assign(delivery.id, std::move(open));
    return entry;
}

void OpenAttempts::beginAndStore(Endpoint &endpoint, ReadyDelivery ready, bool freshConnection)
{
    JournalEntry entry = begin(endpoint, std::move(ready));
    const std::string id = entry.delivery.id;
    m_open.find(id)->second.freshConnection = freshConnection;
    m_parts.observer.deliveryChanged(entry.delivery);
    for (const Delivery &member : entry.members)
        m_parts.observer.deliveryChanged(member);
    m_parts.writer.write(std::move(entry), {}, [this, id] { transmit(id); });
}

void OpenAttempts::forget(const std::string &deliveryId)
{
    auto node = m_open.extract(deliveryId);
    if (node.empty())
        return;
    leave(node.mapped());
    if (Endpoint *const endpoint = m_parts.endpointOf(node.mapped().ready.delivery.webhookId)) {
        endpoint->transmitted();
        endpoint->ended(deliveryId);
    }
}

void OpenAttempts::transmit(const std::string &deliveryId)
{
    const auto found = m_open.find(deliveryId);
    if (found == m_open.end())
        return;
    Open &open = found->second;
    const Delivery &delivery = open.ready.delivery;
    Endpoint *const endpoint = m_parts.endpointOf(delivery.webhookId);
    if (endpoint)
        endpoint->transmitted();
    if (!endpoint || open.canceled || m_stopping) {
        ended(deliveryId, neverSent());
        return;
    }
    AttemptJob job{endpoint->sharedWebhook()};
    job.hops = delivery.hops;
    job.key = delivery.key;
    job.publisherId = delivery.publisherId;
    job.deliveryId = delivery.id;
    job.number = open.attempt.number;
    job.body = bodyOf(open.ready);
    job.isBatch = !open.ready.members.empty();
    job.deadline = endpoint->schedule().attemptDeadline();
    job.freshConnection = open.freshConnection;
    open.run = m_parts.runner.run(std::move(job), [this, deliveryId](AttemptReport report) {
        ended(deliveryId, std::move(report));
    });
}

bool OpenAttempts::hostHasRoom(const Endpoint &endpoint) const
{
    const auto found = m_perHost.find(endpoint.host());
    return endpoint.host().empty() || found == m_perHost.end() || found->second < kMaxPerHost;
}

void OpenAttempts::leave(const Open &open)
{
    m_retries -= open.isRetry ? 1 : 0;
    for (const Delivery &member : open.ready.members)
        m_members.erase(member.id);
    const auto found = m_perHost.find(open.host);
    if (--found->second == 0)
        m_perHost.erase(found);
}

void OpenAttempts::ended(const std::string &deliveryId, AttemptReport report)
{
    auto node = m_open.extract(deliveryId);
    if (node.empty())
        return;
    Open open = std::move(node.mapped());
    leave(open);
    report.attempt.deliveryId = deliveryId;
    report.attempt.number = open.attempt.number;
    report.attempt.trigger = open.attempt.trigger;
    report.attempt.startedAt = open.attempt.startedAt;

    const std::string webhookId = open.ready.delivery.webhookId;
    if (Endpoint *const endpoint = m_parts.endpointOf(webhookId)) {
        settle(*endpoint, std::move(open), std::move(report));
        return;
    }
    settleWithout(open, report);
    m_parts.settled(webhookId);
}

void OpenAttempts::settle(Endpoint &endpoint, Open open, AttemptReport report)
{
    Delivery &delivery = open.ready.delivery;
    endpoint.ended(delivery.id);
    const auto outcome = m_parts.settler.settle(endpoint, delivery, report, m_stopping);
    followLeader(open.ready);
    m_parts.observer.attemptMade(delivery, report.attempt);
    if (outcome.webhook)
        m_parts.observer.webhookChanged(endpoint.webhook());
    if (outcome.alertPercent)
        m_parts.observer.webhookAlert({endpoint.webhook(), delivery, *outcome.alertPercent,
                                       endpoint.statistics.consecutiveFailures,
                                       report.attempt.outcomeText});
    JournalEntry entry{withoutBody(delivery), std::move(report.attempt)};
    for (const Delivery &member : open.ready.members)
        entry.members.push_back(withoutBody(member));
    entry.failures = outcome.failures;
    const std::vector<Delivery> members = entry.members;
    m_parts.writer.write(std::move(entry), outcome.webhook);
    if (outcome.sendAgain) {
        open.ready.trigger = Trigger::Resend;
        beginAndStore(endpoint, std::move(open.ready), true);
        return;
    }
    if (delivery.isFinal())
        endpoint.noLongerOpen(1 + members.size());
    m_parts.observer.deliveryChanged(delivery);
    for (const Delivery &member : members)
        m_parts.observer.deliveryChanged(member);
    endpoint.turnEnded(open.ready, m_parts.clock.utc(), m_parts.clock.monotonic());
    m_parts.settled(delivery.webhookId);
}

void OpenAttempts::settleWithout(Open &open, AttemptReport &report)
{
    Delivery &delivery = open.ready.delivery;
    const bool delivered = report.attempt.outcome == Outcome::Ok;
    delivery.state = delivered ? DeliveryState::Delivered : DeliveryState::Canceled;
    report.attempt.decision = delivered ? "delivered" : "canceled: the webhook was deleted";
    m_parts.observer.attemptMade(delivery, report.attempt);
    m_parts.observer.deliveryChanged(delivery);
    followLeader(open.ready);
    JournalEntry entry{withoutBody(delivery), std::move(report.attempt)};
    for (const Delivery &member : open.ready.members) {
        m_parts.observer.deliveryChanged(member);
        entry.members.push_back(withoutBody(member));
    }
    m_parts.writer.write(std::move(entry));
}

bool OpenAttempts::cancel(const std::string &deliveryId)
{
    const auto found = m_open.find(deliveryId);
    if (found == m_open.end())
        return false;
    if (found->second.run != 0)
        m_parts.runner.cancel(found->second.run); // ends it now
    else
        found->second.canceled = true;
    return true;
}

void OpenAttempts::cancelOf(const std::string &webhookId)
{
    std::vector<std::string> ids;
    for (const auto &[id, open] : m_open)
        if (open.ready.delivery.webhookId == webhookId)
            ids.push_back(id);
    for (const std::string &id : ids)
        cancel(id);
}

// A function that was called goes on whatever we do, and publishes: what it answers is waited for,
// or the next run would call it a second time for the same message.
void OpenAttempts::stop()
{
    m_stopping = true;
    std::vector<std::string> ids;
    for (const auto &[id, open] : m_open) {
        const Endpoint *const endpoint = m_parts.endpointOf(open.ready.delivery.webhookId);
        const bool calls = open.run != 0 && endpoint && endpoint->webhook().callsFunction();
        if (!calls)
            ids.push_back(id);
    }
    for (const std::string &id : ids)
        cancel(id);
}

} // namespace parley
