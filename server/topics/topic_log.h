#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/clock.h"
#include "server/base/result.h"
#include "server/protocol/item_frame.h"
#include "server/protocol/start_point.h"
#include "server/topics/cursor.h"
#include "server/topics/idempotency_window.h"
#include "server/topics/readable_range.h"
#include "server/topics/segment_chain.h"
#include "server/topics/tap_list.h"
#include "server/types/payload.h"
#include "server/types/topic.h"

namespace parley {

// A topic: a chain of segments and those who want to hear of it. Appending under the lock is the
// sequence. Thread: any; everything is guarded by the log's lock or atomic.
class TopicLog final
{
public:
    //! Bytes that may wait for the disk before publishers are told to come back later.
    static constexpr std::uint64_t kMaxUncommittedBytes = 8 * 1024 * 1024;
    //! Bytes beyond what is retained that are kept for a webhook that has not read them yet. Its
    //! feed reads as fast as the store writes, so this is some seconds of the fastest flood.
    static constexpr std::uint64_t kMaxHeldBytes = 64 * 1024 * 1024;
    //! Payload bytes that may be published before readers on another thread come to them; at most
    //! a quarter of what is retained, so that they find it there. A few turns of a busy loop.
    static constexpr std::uint64_t kMaxAheadBytes = 1024 * 1024;

    //! \param topic its page must be set. \param lastSequence of the page, 0 for a new one.
    TopicLog(Topic topic, std::uint64_t lastSequence);
    TopicLog(const TopicLog &) = delete;
    TopicLog &operator=(const TopicLog &) = delete;

    const TopicKey &key() const { return m_topic.key; }
    Durability durability() const { return m_topic.durability; }
    std::uint64_t page() const { return m_topic.page; }
    Topic topic() const;

    //! Orders and encodes one message. Readers hear of it at once, or after commitThrough() when
    //! the topic is durable. A message whose \p idempotencyKey (an IdempotencyKey, or "") this
    //! publisher used lately is there already: the answer is its position.
    //! Errors: Busy (the store or a webhook is behind), NotFound (closed).
    Result<Position> append(const PayloadView &payload, std::string_view publisherId, UtcTime time,
                            std::string_view idempotencyKey = {}, std::uint8_t hops = 0);
    //! Puts back a message that was stored before the broker started; visible at once.
    void restore(const ItemStamp &stamp, const PayloadView &payload);
    //! Behind the last restore(): everything up to \p sequence was given out once, stored or
    //! damaged, and none of these numbers is given out again.
    void countOnBehind(std::uint64_t sequence);
    //! The store has everything up to \p sequence: readers may see it.
    void commitThrough(std::uint64_t sequence);

    //! A cursor for a reader. What is missing for him is in its gap.
    Cursor cursorAt(const StartPoint &start) const;
    //! A cursor that reads up to `filled`, for the store. Begins after \p sequence.
    Cursor writerCursor(std::uint64_t sequence) const;
    //! Frames that are kept for a reader and that he has not had.
    std::uint64_t bytesBehind(const Cursor &cursor) const;
    //! When the oldest of them was published; nullopt: he has had all.
    std::optional<UtcTime> behindSince(const Cursor &cursor) const;
    //! Moves a spent cursor to the next segment. \return whether it has something to read now.
    bool advance(Cursor &cursor) const;
    //! Moves a cursor that was left behind to what is still kept, with a gap if it had not read
    //! up to there. It no longer holds what the log has forgotten.
    void catchUp(Cursor &cursor) const;
    //! Moves it to the newest \p messages, with a gap when that leaves some out.
    void skip(Cursor &cursor, std::uint64_t messages) const;

    //! Keeps everything behind \p sequence, whatever the retention says, until \p reader moves on
    //! or lets go; beyond kMaxHeldBytes publishers are told to come back later.
    void hold(const std::string &reader, std::uint64_t sequence);
    void letGo(const std::string &reader);
    void change(const Retention &retention, SlowReaderPolicy slowReaders);
    SlowReaderPolicy slowReaders() const { return m_slowReaders.load(std::memory_order_relaxed); }
    //! Forgets what is too old at \p now; called now and then.
    void forgetOld(UtcTime now);
    void clockSet(std::chrono::milliseconds by); // ages go on as if it had not been

    //! Time to hold publishers back: half of kMaxUncommittedBytes waits for the disk, or readers
    //! on another thread have not come to what was published long before.
    bool isBehind() const
    {
        return m_uncommittedBytes.load(std::memory_order_relaxed) > kMaxUncommittedBytes / 2
            || m_readersLate.load(std::memory_order_relaxed);
    }
    //! A tap that holdsBack() was rearmed and has read what there was.
    void readersMoved();
    //! The store cannot take more: nothing uncommitted will ever be, and publishes are refused.
    void setFailed(Error error);
    void setMended(); // it can again
    std::optional<Error> failure() const;
    //! Told of every append, visible or not, and of what is forgotten; the other taps are told of
    //! what readers may see.
    void setWriter(std::shared_ptr<Tap> writer);
    void addTap(std::shared_ptr<Tap> tap);
    void removeTap(const Tap &tap);
    void close(); // deleted: readers find isClosed() after they were told
    bool isClosed() const { return m_closed.load(std::memory_order_acquire); }

    Position lastPosition() const; // last appended
    Position visiblePosition() const; // last that readers may see
    std::uint64_t forgottenThrough() const; // this and what came before it is no longer kept
    TopicStatistics statistics() const;
    void countSubscribers(int difference) { m_subscribers.fetch_add(difference); }
    bool hasSubscribers() const { return m_subscribers.load(std::memory_order_relaxed) > 0; }
    void countDelivered(std::uint64_t messages)
    {
        m_delivered.fetch_add(messages, std::memory_order_relaxed);
    }

private:
    // These expect the lock to be held.
    std::optional<Error> refusal() const;
    void append(const ItemStamp &stamp, const PayloadView &payload, bool visible);
    void trim();
    std::uint64_t mayForgetThrough() const;
    void place(Cursor &cursor, std::uint64_t next) const;
    ReadableRange readable() const;
    std::uint64_t firstKept() const { return m_chain.first().value_or(m_lastSequence + 1); }
    bool hasLateReaders() const;
    void tell(ToldTaps &told); // then wake() once the lock is free
    void tellWriter(ToldTaps &told) const;

    mutable std::mutex m_lock; // guards everything below but the atomics
    Topic m_topic;
    ItemPrefix m_prefix;
    SegmentChain m_chain;
    std::uint64_t m_lastSequence;
    std::uint64_t m_visibleSequence;
    IdempotencyWindow m_keys;
    std::map<std::string, std::uint64_t, std::less<>> m_holds; // by reader: what he has had
    std::uint64_t m_publishedMessages = 0;
    std::uint64_t m_publishedBytes = 0;
    TapList m_taps;
    std::shared_ptr<Tap> m_writer;
    std::optional<Error> m_failure{};
    std::atomic<std::uint64_t> m_uncommittedBytes{0}; // durable only; written under the lock
    std::atomic<SlowReaderPolicy> m_slowReaders;
    std::atomic<bool> m_readersLate{false}; // written under the lock
    std::atomic<bool> m_closed{false};
    std::atomic<int> m_subscribers{0};
    std::atomic<std::uint64_t> m_delivered{0};
};

} // namespace parley
