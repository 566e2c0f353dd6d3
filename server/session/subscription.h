#pragma once

#include <memory>

#include "server/base/result.h"
#include "server/topics/topic_log.h"

namespace parley {

class Subscription;
class TopicReaders;

// The conversation that a subscription belongs to: it knows the wire. Thread: I/O loop.
class Subscriber
{
public:
    virtual ~Subscriber() = default;
    //! Sends whole frames. \return false when no more can be taken now; the conversation then calls
    //! Subscription::pump() when it can. Everything in \p span counts as taken.
    virtual bool sendItems(Subscription &subscription, const CursorSpan &span) = 0;
    virtual bool canSend() = 0; // sends what must go first
    virtual void sendGap(Subscription &subscription, const Gap &gap) = 0;
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
    std::uint64_t sequence() const { return m_cursor.sequence(); }
    std::uint64_t lagMessages() const;
    std::uint64_t lagBytes() const; // of frames that are kept for it

    //! Sends everything that is new, as long as the conversation takes it.
    void pump();

private:
    friend class TopicReaders;

    std::shared_ptr<TopicLog> m_log;
    Cursor m_cursor;
    Subscriber &m_owner;
    TopicReaders *m_readers = nullptr; // set while the fan-out knows it
    std::size_t m_place = 0; // in the readers' list
};

} // namespace parley
