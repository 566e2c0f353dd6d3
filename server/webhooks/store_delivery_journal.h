#pragma once

#include <memory>

#include "server/base/executor.h"
#include "server/store/store.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// The journal in the broker's store. Every call is a task of the store's writer, reads too: so they
// see what was written before and nothing that may still be undone, and all is answered in order.
// Thread: webhooks.
class StoreDeliveryJournal final : public DeliveryJournal
{
public:
    //! \param webhooks runs the answers. All are borrowed; the executor outlives the store's
    //! thread.
    StoreDeliveryJournal(Store &store, Executor &webhooks, const Clock &clock);
    ~StoreDeliveryJournal() override; // answers that come later are dropped

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
    void prune() override;

private:
    //! What is kept no longer is looked for once per so many new ones, too.
    static constexpr std::size_t kPruneEvery = 4096;

    template <typename T>
    void ask(std::function<Result<T>(Tables &)> work, std::function<void(Result<T>)> done);

    Store &m_store;
    Executor &m_webhooks;
    const Clock &m_clock;
    std::shared_ptr<bool> m_alive
        = std::make_shared<bool>(true); // read on the webhooks thread only
    std::size_t m_enqueuedSincePrune = 0;
    bool m_isPruning = false;
};

} // namespace parley
