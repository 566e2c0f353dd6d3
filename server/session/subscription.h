#pragma once

#include <memory>

#include "server/base/result.h"
#include "server/topics/topic_log.h"

namespace parley {

class BatchSender;
class Connection;
class Subscription;
class TopicReaders;

// The conversation that a subscription belongs to: it knows the wire. Thread: I/O loop.
class Subscriber
{
public:
    virtual ~Subscriber() = default;
    //! Sends frames from the beginning of \p span, whole ones. \return the mark behind the last;
    //! less than all when no more can be taken now: the conversation then calls
    //! Subscription::pump() when it can.
    virtual SegmentMark sendItems(Subscription &subscription, const CursorSpan &span) = 0;
    virtual bool canSend() = 0; // sends what must go first
    //! The connection to which frames may go as they lie in the log, together with what others get;
    //! itemsTaken() is told what of them went out. null: not now, or never; sendItems() is the way.
    virtual Connection *bytesConnection() { return nullptr; } // sends what must go first
    //! \param taken bytes from the beginning of \p span. \return as sendItems().
    virtual SegmentMark itemsTaken(const CursorSpan &span, std::size_t taken);
    virtual void sendGap(Subscription &subscription, const Gap &gap) = 0;
    //! It was too slow for its topic. Ends the conversation; the subscription is gone then.
    virtual void tooSlow(Subscription &subscription) = 0;
    //! The topic was deleted. The subscription is over; the conversation drops it.
    virtual void topicClosed(Subscription &subscription, const Error &why) = 0;
};

// One reader of one topic: a cursor and whom to send to. Owned by its conversation; leaves the
// fan-out when it goes. Thread: I/O loop.
class Subscription final
{
public:
    Subscription(std::shared_ptr<TopicLog> log, Cursor cursor, Subscriber &owner);
    ~Subscription();
    Subscription(const Subscription &) = delete;
    Subscription &operator=(const Subscription &) = delete;

    const std::shared_ptr<TopicLog> &log() const { return m_log; }
    const Cursor &cursor() const { return m_cursor; }
    std::uint64_t sequence() const { return m_cursor.lastHad(m_log->page()); } // last one sent
    std::uint64_t lagMessages() const;
    std::uint64_t lagBytes() const; // of frames that are kept for it
    std::optional<UtcTime> behindSince() const; // time of the oldest of them; nullopt: none

    //! Adds what may go out together with what others get, and \return it; taken() is called before
    //! anything else then. Empty: nothing was added.
    CursorSpan offer(BatchSender &sender);
    void taken(const CursorSpan &span, std::size_t bytes);
    bool needsPump() const { return m_needsPump; } // that was not all, or cannot be sent so
    //! Sends everything that is new, as long as the conversation takes it. May end the
    //! conversation.
    void pump();
    //! Once a second: a reader that takes nothing for long is slow too. May end the conversation.
    void tick(MonotonicTime now);

private:
    friend class TopicReaders;

    bool sendNext();
    void holdUp();
    void fellBehind();

    std::shared_ptr<TopicLog> m_log;
    Cursor m_cursor;
    Subscriber &m_owner;
    TopicReaders *m_readers = nullptr; // set while the fan-out knows it
    std::size_t m_place = 0; // in the readers' list
    bool m_live = false; // it had everything once: from then on it can be slow
    bool m_needsPump = false; // as of this turn's offer() and taken()
    bool m_heldUp = false; // its client does not read as fast as messages come
    MonotonicTime m_heldUpSince{}; // as of the first tick that found it so
};

} // namespace parley
