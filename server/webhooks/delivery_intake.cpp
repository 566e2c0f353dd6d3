#include "server/webhooks/delivery_intake.h"

#include <utility>

#include "server/webhooks/delivery_factory.h"

namespace parley {

void DeliveryIntake::offer(const std::string &webhookId,
                           const std::vector<PublishedMessage> &messages, Done done)
{
    Endpoint *const endpoint = m_parts.endpointOf(webhookId);
    if (!endpoint)
        return done(Error{ErrorCode::NotFound, "no such webhook"});
    if (endpoint->webhook().state == WebhookState::Disabled)
        return done(Error{ErrorCode::FailedPrecondition, "the webhook is disabled"});
    if (messages.empty())
        return done({});

    Batch batch = prepare(*endpoint, messages);
    m_parts.journal.enqueue(
        std::move(batch.entries),
        FeedPosition{webhookId, messages.back().key, messages.back().position},
        [this, webhookId, done, waiting = std::move(batch.waiting)](
            const Result<std::vector<std::string>> &known) mutable {
            std::unordered_set<std::string> skip; // what was there before; on failure all
            if (known)
                skip.insert(known->begin(), known->end());
            else
                for (const Delivery &delivery : waiting)
                    skip.insert(delivery.id);
            stored(webhookId, std::move(waiting), skip);
            if (known && !known->empty())
                takeUp(webhookId, *known);
            done(known ? Result<void>{} : known.error());
        });
    // Last: what the functions' answers write comes behind what was enqueued.
    for (const Delivery &delivery : batch.called) {
        m_parts.observer.deliveryChanged(delivery);
        m_parts.open.transmit(delivery.id);
    }
}

DeliveryIntake::Batch DeliveryIntake::prepare(Endpoint &endpoint,
                                              const std::vector<PublishedMessage> &messages)
{
    // A function runs in this process: it is called while the journal writes, and a crash in
    // between has it called again under the same id. An endpoint elsewhere may see a request only
    // once the journal knows of it.
    const bool callsAtOnce = endpoint.webhook().callsFunction();
    const bool held = endpoint.looksHeld(m_parts.clock.monotonic());
    const bool overtakes = endpoint.isWriting(); // an older one that waits for the journal
    Batch batch;
    for (const PublishedMessage &message : messages) {
        if (!endpoint.wants(message)) {
            ++endpoint.statistics.filteredMessages;
            continue;
        }
        Delivery delivery = make(endpoint, message);
        if (m_parts.open.contains(delivery.id)) { // called already, while the journal failed
            delivery.state = DeliveryState::Sending;
            delivery.attempts = 1;
            batch.entries.push_back({std::move(delivery)});
            continue;
        }
        ++endpoint.open; // given back when it turns out to be final
        const bool sendable
            = delivery.state == DeliveryState::Queued && !endpoint.holds(delivery.id);
        if (sendable && !overtakes && mayStartAtOnce(endpoint)) {
            std::string body = delivery.body;
            JournalEntry entry = m_parts.open.begin(endpoint, {std::move(delivery)});
            (callsAtOnce ? batch.called : batch.waiting).push_back(entry.delivery);
            entry.delivery.body = std::move(body);
            batch.entries.push_back(std::move(entry));
            continue;
        }
        if (sendable && held)
            delivery.state = DeliveryState::Held;
        batch.entries.push_back({delivery});
        batch.waiting.push_back(std::move(delivery));
    }
    return batch;
}

Delivery DeliveryIntake::make(Endpoint &endpoint, const PublishedMessage &message)
{
    Delivery delivery = makeDelivery(endpoint.webhook(), message, m_parts.clock.utc());
    delivery.line = ++m_lastLine;
    delivery.orderingKey = endpoint.orderingKeyOf(message);
    delivery.hops = message.hops;
    if (message.hops >= kMaxHops && !delivery.isFinal()) {
        delivery.state = DeliveryState::Dead;
        delivery.reason = DeadReason::Loop;
    }
    if (endpoint.open >= Endpoint::kMaxOpen && !delivery.isFinal()) {
        delivery.state = DeliveryState::Dead;
        delivery.reason = DeadReason::Overflow;
    }
    return delivery;
}

bool DeliveryIntake::mayStartAtOnce(const Endpoint &endpoint) const
{
    return endpoint.webhook().state == WebhookState::Active && endpoint.hasRoom()
        && endpoint.lineIsEmpty() && !endpoint.breaker().isOpen()
        && !endpoint.isHeld(m_parts.clock.monotonic())
        && endpoint.isInPace(m_parts.clock.monotonic()) && m_parts.open.hostHasRoom(endpoint)
        && m_parts.open.count() < OpenAttempts::kMaxConcurrent && m_parts.writer.hasRoom();
}

// The journal had them, but we did not know: its answer was an error, and yet it kept them. What is
// not on its way goes on it.
void DeliveryIntake::takeUp(const std::string &webhookId, const std::vector<std::string> &ids)
{
    m_parts.journal.findAll(ids, [this, webhookId](const Result<std::vector<Delivery>> &found) {
        Endpoint *const endpoint = m_parts.endpointOf(webhookId);
        if (!found || !endpoint)
            return; // the next start finds them
        for (Delivery delivery : *found) {
            const bool isKnown = delivery.isFinal() || m_parts.open.contains(delivery.id)
                || m_parts.writer.holds(delivery.id) || endpoint->holds(delivery.id);
            if (isKnown)
                continue;
            if (delivery.state == DeliveryState::Sending) {
                delivery.state = DeliveryState::Queued;
                m_parts.writer.write({withoutBody(delivery)});
            }
            if (endpoint->keepsOrder())
                endpoint->line()->append(std::move(delivery), m_parts.clock.monotonic());
            else
                for (const auto lane : {DeliveryLane::First, DeliveryLane::Retry})
                    endpoint->moreInJournal(lane);
        }
        m_parts.taken(endpoint);
    });
}

void DeliveryIntake::stored(const std::string &webhookId, std::vector<Delivery> waiting,
                            const std::unordered_set<std::string> &skip)
{
    for (Delivery &delivery : waiting) {
        const bool skipped = skip.contains(delivery.id);
        takeOne(m_parts.endpointOf(webhookId), std::move(delivery), skipped);
    }
    m_parts.taken(m_parts.endpointOf(webhookId));
}

// \param endpoint null when it was deleted meanwhile.
void DeliveryIntake::takeOne(Endpoint *endpoint, Delivery delivery, bool skip)
{
    const bool begun = delivery.state == DeliveryState::Sending;
    if (endpoint && (skip || delivery.isFinal()))
        endpoint->noLongerOpen(1);
    if (skip) {
        if (begun)
            m_parts.open.forget(delivery.id);
        return;
    }
    m_parts.observer.deliveryChanged(delivery);
    if (begun)
        m_parts.open.transmit(delivery.id);
    else if (!endpoint || delivery.isFinal())
        return;
    else if (endpoint->keepsOrder())
        endpoint->line()->append(std::move(delivery), m_parts.clock.monotonic());
    else if (endpoint->acceptsInMemory())
        endpoint->addReady(DeliveryLane::First, {std::move(delivery)});
    else
        endpoint->moreInJournal(DeliveryLane::First);
}

} // namespace parley
