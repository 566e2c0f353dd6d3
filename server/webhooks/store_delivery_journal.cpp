#include "server/webhooks/store_delivery_journal.h"

#include <utility>

namespace parley {
namespace {

Result<std::vector<std::string>> addAll(Tables &tables, const std::vector<JournalEntry> &entries)
{
    std::vector<std::string> known;
    for (const JournalEntry &entry : entries) {
        const auto added = tables.deliveries().add(entry.delivery);
        if (!added)
            return added.error();
        if (!*added) {
            known.push_back(entry.delivery.id);
            continue;
        }
        if (entry.attempt)
            if (auto ok = tables.deliveries().addAttempt(*entry.attempt); !ok)
                return ok.error();
    }
    return known;
}

Result<void> store(Tables &tables, const JournalEntry &entry,
                   const std::optional<WebhookStateChange> &webhook)
{
    if (auto ok = tables.deliveries().update(entry.delivery); !ok)
        return ok;
    if (entry.attempt)
        if (auto ok = tables.deliveries().addAttempt(*entry.attempt); !ok)
            return ok;
    for (const Delivery &member : entry.members)
        if (auto ok = tables.deliveries().update(member); !ok)
            return ok;
    if (entry.failures)
        if (auto ok = tables.webhooks().setFailures(entry.delivery.webhookId, *entry.failures); !ok)
            return ok;
    if (webhook)
        return tables.webhooks().setState(webhook->webhookId, webhook->state, webhook->reason);
    return {};
}

} // namespace

StoreDeliveryJournal::StoreDeliveryJournal(Store &store, Executor &webhooks, const Clock &clock) :
    m_store(store), m_webhooks(webhooks), m_clock(clock)
{
}

StoreDeliveryJournal::~StoreDeliveryJournal() = default;

template <typename T>
void StoreDeliveryJournal::ask(std::function<Result<T>(Tables &)> work,
                               std::function<void(Result<T>)> done)
{
    // Filled on the store's thread, read on ours after the commit.
    const auto result = std::make_shared<std::optional<Result<T>>>();
    auto answer = [&executor = m_webhooks, alive = std::weak_ptr(m_alive), result,
                   done = std::move(done)](Result<void> committed) {
        executor.post([alive, result, done, committed = std::move(committed)] {
            if (!alive.expired())
                done(committed ? std::move(**result) : Result<T>(committed.error()));
        });
    };
    m_store.write(
        [result, work = std::move(work)](Tables &tables) -> Result<void> {
            result->emplace(work(tables));
            return **result ? Result<void>{} : Result<void>{(*result)->error()};
        },
        std::move(answer));
}

void StoreDeliveryJournal::recover(std::function<void(Result<Recovered>)> done)
{
    prune();
    ask<Recovered>(
        [](Tables &tables) -> Result<Recovered> {
            if (auto ok = tables.deliveries().requeueInterrupted(); !ok)
                return ok.error();
            Recovered recovered;
            for (const auto &[webhookId, count] : tables.deliveryQueue().counts())
                recovered.open.push_back({webhookId, count});
            recovered.lastLine = tables.deliveryQueue().lastLine();
            auto hours = tables.webhookHours().all();
            if (!hours)
                return hours.error();
            recovered.hours = *std::move(hours);
            return recovered;
        },
        std::move(done));
}

void StoreDeliveryJournal::enqueue(std::vector<JournalEntry> entries,
                                   std::optional<FeedPosition> feed,
                                   std::function<void(Result<std::vector<std::string>>)> done)
{
    m_enqueuedSincePrune += entries.size();
    if (m_enqueuedSincePrune >= kPruneEvery)
        prune();
    ask<std::vector<std::string>>(
        [entries = std::move(entries),
         feed = std::move(feed)](Tables &tables) -> Result<std::vector<std::string>> {
            if (feed)
                if (auto ok = tables.feeds().put(*feed); !ok)
                    return ok.error();
            return addAll(tables, entries);
        },
        std::move(done));
}

void StoreDeliveryJournal::update(JournalEntry entry, std::optional<WebhookStateChange> webhook,
                                  std::function<void(Result<void>)> done)
{
    m_store.write([entry = std::move(entry), webhook = std::move(webhook)](
                      Tables &tables) { return store(tables, entry, webhook); },
                  [&executor = m_webhooks, alive = std::weak_ptr(m_alive),
                   done = std::move(done)](Result<void> committed) {
                      executor.post([alive, done, committed = std::move(committed)] {
                          if (!alive.expired())
                              done(committed);
                      });
                  });
}

void StoreDeliveryJournal::nextReady(ReadyQuery query, std::function<void(Result<ReadyBatch>)> done)
{
    DeliveryQueue::Range range{query.webhookId, query.lane == DeliveryLane::Retry, query.now};
    range.tooFar = query.now + kFarthestDue;
    range.limit = query.limit;
    range.maxBytes = query.maxBytes;
    ask<ReadyBatch>(
        [range](Tables &tables) -> Result<ReadyBatch> {
            auto ready = tables.deliveryQueue().ready(range);
            if (!ready)
                return ready.error();
            return ReadyBatch{std::move(ready->deliveries), ready->more, ready->nextDue};
        },
        std::move(done));
}

void StoreDeliveryJournal::openOf(std::string webhookId,
                                  std::function<void(Result<std::vector<Delivery>>)> done)
{
    ask<std::vector<Delivery>>(
        [webhookId = std::move(webhookId)](Tables &tables) {
            return tables.deliveryQueue().openOf(webhookId);
        },
        std::move(done));
}

void StoreDeliveryJournal::findAll(std::vector<std::string> deliveryIds,
                                   std::function<void(Result<std::vector<Delivery>>)> done)
{
    ask<std::vector<Delivery>>(
        [ids = std::move(deliveryIds)](Tables &tables) -> Result<std::vector<Delivery>> {
            std::vector<Delivery> found;
            for (const std::string &id : ids) {
                auto delivery = tables.deliveries().find(id);
                if (!delivery)
                    return Error{ErrorCode::NotFound, "no such delivery"};
                found.push_back(*std::move(delivery));
            }
            return found;
        },
        std::move(done));
}

void StoreDeliveryJournal::find(std::string deliveryId, std::function<void(Result<Delivery>)> done)
{
    ask<Delivery>(
        [id = std::move(deliveryId)](Tables &tables) -> Result<Delivery> {
            auto found = tables.deliveries().find(id);
            if (!found)
                return Error{ErrorCode::NotFound, "no such delivery"};
            return std::move(*found);
        },
        std::move(done));
}

void StoreDeliveryJournal::cancelOpen(std::string webhookId, std::size_t limit,
                                      std::function<void(Result<std::vector<Delivery>>)> done)
{
    ask<std::vector<Delivery>>(
        [webhookId = std::move(webhookId), limit](Tables &tables) {
            return tables.deliveryQueue().cancelOpen(webhookId, limit);
        },
        std::move(done));
}

void StoreDeliveryJournal::shiftWaiting(std::chrono::milliseconds by,
                                        std::function<void(Result<void>)> done)
{
    m_store.write([by](Tables &tables) { return tables.deliveryQueue().shiftWaiting(by); },
                  [&executor = m_webhooks, alive = std::weak_ptr(m_alive),
                   done = std::move(done)](Result<void> committed) {
                      executor.post([alive, done, committed = std::move(committed)] {
                          if (!alive.expired())
                              done(committed);
                      });
                  });
}

void StoreDeliveryJournal::feedPosition(std::string webhookId, TopicKey key,
                                        std::function<void(Result<std::optional<Position>>)> done)
{
    ask<std::optional<Position>>([id = std::move(webhookId), key = std::move(key)](
                                     Tables &tables) { return tables.feeds().find(id, key); },
                                 std::move(done));
}

void StoreDeliveryJournal::storeHours(std::vector<WebhookHour> hours)
{
    m_store.write(
        [hours = std::move(hours)](Tables &tables) -> Result<void> {
            for (const WebhookHour &hour : hours)
                if (auto ok = tables.webhookHours().put(hour); !ok)
                    return ok;
            return {};
        },
        {});
}

// A part at a time, so that what others write comes between.
void StoreDeliveryJournal::prune()
{
    m_enqueuedSincePrune = 0;
    if (std::exchange(m_isPruning, true))
        return; // goes on until there is no more
    ask<bool>([now = m_clock.utc()](Tables &tables) { return tables.deliveryUpkeep().prune(now); },
              [this](const Result<bool> &more) {
                  m_isPruning = false;
                  if (more && *more)
                      prune();
              });
}

} // namespace parley
