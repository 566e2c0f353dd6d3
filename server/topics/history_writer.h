#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "server/store/store.h"
#include "server/topics/topic_log.h"

namespace parley {

// Keeps the messages of durable and relaxed topics: a cursor on each log, read by the store's
// thread for every group that it commits. A message that cannot be stored is never acknowledged.
// While the store takes nothing, durable topics refuse and relaxed ones go on in memory; afterwards
// everything is written that is still there and not on the disk.
// Thread: add() and remove() any, the rest store.
class HistoryWriter final : public BatchSource
{
public:
    //! Removals within a group. Two remove twice what a group can add, so they keep up.
    static constexpr int kMaxRemovals = 2;

    HistoryWriter(Store &store, Log log); // the store is borrowed and outlives this
    ~HistoryWriter(); // after Store::stop()

    void add(const std::shared_ptr<TopicLog> &log); // everything from its last message on
    void remove(const TopicKey &key); // stops, and deletes what is stored

    Result<std::size_t> writeBatch(Tables &tables, std::size_t maxRows) override;
    void batchCommitted() override;
    void batchFailed(const Error &error) override;
    Result<void> storeMended(Tables &tables) override;

private:
    class Entry;
    friend class Entry;

    void changed(const std::shared_ptr<Entry> &entry);
    std::vector<std::shared_ptr<Entry>> entriesWith(std::optional<Error> failure); // sets it
    Result<std::size_t> writeEntry(Tables &tables, Entry &entry, std::size_t maxRows);
    Result<bool> forgetOld(Tables &tables, Entry &entry);
    Result<void> clean(Tables &tables);

    Store &m_store;
    Log m_log;
    ItemDecoder m_decoder;
    MessageBlock m_block; // store thread
    std::mutex m_lock; // guards m_entries, m_changed and m_failure
    std::vector<std::shared_ptr<Entry>> m_entries;
    std::vector<std::shared_ptr<Entry>> m_changed;
    std::optional<Error> m_failure{}; // durable topics take nothing
    std::vector<std::shared_ptr<Entry>> m_unfinished; // more rows than the group took
    std::vector<std::shared_ptr<Entry>> m_forgetting; // more to forget than the group removed
    std::atomic<bool> m_sweeping{true}; // rows of deleted topics may be there
    int m_removals = 0; // parts that this group removed
    std::vector<std::shared_ptr<Entry>> m_written; // in the group that is not committed yet
};

} // namespace parley
