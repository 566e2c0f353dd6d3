#pragma once

#include <functional>
#include <list>
#include <memory>

#include "server/api/api_call.h"
#include "server/base/clock.h"
#include "server/net/event_loop.h"
#include "server/topics/topic_log.h"

namespace parley {

// Requests that wait until a topic has something for them. Thread: I/O loop.
class LongPolls final : private TickObserver
{
public:
    static constexpr std::size_t kMaxWaiting = 10'000; // about 1 KiB each
    static constexpr std::chrono::seconds kLongest{60}; // below the idle times of proxies

    LongPolls(EventLoop &loop, const Clock &clock); // both borrowed
    ~LongPolls();
    LongPolls(const LongPolls &) = delete;
    LongPolls &operator=(const LongPolls &) = delete;

    //! Calls \p answer once: when \p log has something behind \p cursor or was deleted, or when
    //! \p patience is over; not at all when the client has gone. Errors: LimitExceeded.
    Result<void> wait(const CallPtr &call, std::shared_ptr<TopicLog> log, Cursor cursor,
                      std::chrono::seconds patience, std::function<void(Cursor)> answer);
    void endAll(); // answers them now, with nothing: the broker stops

private:
    class Poll;
    using Place = std::list<std::shared_ptr<Poll>>::iterator;

    void tick() override;
    void look(Poll &poll);
    void end(Place place, bool withAnswer);

    EventLoop &m_loop;
    const Clock &m_clock;
    std::list<std::shared_ptr<Poll>> m_polls;
};

} // namespace parley
