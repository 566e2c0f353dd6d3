#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "server/net/batch_sender.h"
#include "server/session/topic_readers.h"

namespace parley {

// Carries what was published to who subscribed, once per turn of the loop: first every readable
// publisher is drained, then each connection gets one send for all that is new in the topics that
// it reads, most of them together in one call of the kernel. Thread: I/O loop.
class FanOut final : private TurnObserver
{
public:
    FanOut(EventLoop &loop, BatchSender &sender);
    ~FanOut();
    FanOut(const FanOut &) = delete;
    FanOut &operator=(const FanOut &) = delete;

    void
    add(Subscription &subscription); // from here on it is pumped; what it lacks comes this turn
    const TopicReaders *readersOf(const TopicLog &log) const; // null when nobody reads it here
    std::size_t subscriptions() const;

private:
    friend class TopicReaders;
    void markChanged(std::shared_ptr<TopicReaders> readers)
    {
        m_changed.push_back(std::move(readers));
    }
    void forgetLater(const TopicReaders &readers) { m_empty.push_back(readers.log().get()); }
    using Changed = std::vector<std::shared_ptr<TopicReaders>>;
    struct Offered {
        Subscription *subscription;
        CursorSpan span;
    };

    void turnEnded() override;
    void sendTogether(const Changed &changed);
    void forgetEmpty();

    EventLoop &m_loop;
    BatchSender &m_sender;
    std::vector<Offered> m_offered; // what m_sender has, while it sends
    std::unordered_map<const TopicLog *, std::shared_ptr<TopicReaders>> m_readers;
    Changed m_changed;
    std::vector<const TopicLog *> m_empty; // nobody reads there any more, unless somebody came back
};

} // namespace parley
