#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <QObject>

#include "server/webhooks/delivery_journal.h"

namespace parley::test {

// A journal in memory. Answers at the next turn of the event loop, in order. Several engines may
// use it one after the other, as after a crash.
class MemoryJournal final : public QObject, public DeliveryJournal
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MemoryJournal)

public:
    MemoryJournal() = default;

    void failWrites(int count) { m_failWrites = count; }
    void loseAnswers(int count) { m_lostAnswers = count; } // it stores, and says it failed
    void freeze() { m_frozen = true; } // nothing is answered any more
    void hold() { m_holding = true; } // calls take effect, but none is answered until release()
    void release();
    void forgetAskers() { ++m_epoch; } // they are gone: what is on its way to them is dropped

    const Delivery &delivery(const std::string &id) const { return m_deliveries.at(id); }
    std::vector<std::string> ids() const;
    std::vector<Attempt> attempts(const std::string &id) const; // by number
    int count(DeliveryState state) const;
    std::optional<Position> position(const std::string &webhookId) const; // in its first topic
    std::size_t largestBatch() const { return m_largestBatch; }
    int fetches() const { return m_fetches; } // how often it was asked for what is ready
    std::size_t bodiesAsked() const { return m_bodiesAsked; } // for by id, one counted each time
    std::optional<WebhookFailures> lastFailures() const { return m_failures; }
    std::optional<WebhookStateChange> lastWebhookChange() const { return m_webhookChange; }

    void recover(std::function<void(Result<Recovered>)> done) override;
    void enqueue(std::vector<JournalEntry> entries, std::optional<FeedPosition> feed,
                 std::function<void(Result<std::vector<std::string>>)> done) override;
    void update(JournalEntry entry, std::optional<WebhookStateChange> webhook,
                std::function<void(Result<void>)> done) override;
    void nextReady(ReadyQuery query, std::function<void(Result<ReadyBatch>)> done) override;
    void openOf(std::string webhookId,
                std::function<void(Result<std::vector<Delivery>>)> done) override;
    void findAll(std::vector<std::string> deliveryIds,
                 std::function<void(Result<std::vector<Delivery>>)> done) override;
    void find(std::string deliveryId, std::function<void(Result<Delivery>)> done) override;
    void cancelOpen(std::string webhookId, std::size_t limit,
                    std::function<void(Result<std::vector<Delivery>>)> done) override;
    void shiftWaiting(std::chrono::milliseconds by,
                      std::function<void(Result<void>)> done) override;
    void feedPosition(std::string webhookId, TopicKey key,
                      std::function<void(Result<std::optional<Position>>)> done) override;
    void storeHours(std::vector<WebhookHour> hours) override;
    void prune() override {}

private:
    template <typename T>
    void answer(std::function<void(Result<T>)> done, Result<T> result);
    void post(std::function<void()> answer);
    bool fails();

    std::map<std::string, Delivery> m_deliveries; // ids sort by time
    std::map<std::string, std::map<std::uint32_t, Attempt>> m_attempts;
    std::map<std::pair<std::string, TopicKey>, Position> m_positions;
    std::map<std::pair<std::string, std::int64_t>, WebhookHour> m_hours;
    std::optional<WebhookStateChange> m_webhookChange{};
    std::optional<WebhookFailures> m_failures{};
    std::vector<std::function<void()>> m_held; // answers
    std::size_t m_largestBatch = 0;
    std::size_t m_bodiesAsked = 0;
    int m_fetches = 0;
    int m_failWrites = 0;
    int m_lostAnswers = 0;
    bool m_frozen = false;
    bool m_holding = false;
    int m_epoch = 0;
};

} // namespace parley::test
