#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/base/clock.h"
#include "server/base/executor.h"
#include "server/topics/topic_log.h"

namespace parley {

// Appends to logs and says when a message is as safe as its topic promises: at once, or for a
// durable topic after the commit. Thread: I/O loop.
class MessagePublisher final
{
public:
    using Done = std::function<void(Result<Position>)>;

    // Views; nothing is kept.
    struct Outgoing {
        PayloadView payload;
        std::string_view publisherId{};
        std::string_view idempotencyKey{}; // an IdempotencyKey, or ""
        std::uint8_t hops = 0;
    };

    //! \param loop where publish() is called and where `done` runs.
    MessagePublisher(Executor &loop, const Clock &clock);
    ~MessagePublisher();
    MessagePublisher(const MessagePublisher &) = delete;
    MessagePublisher &operator=(const MessagePublisher &) = delete;

    //! The right to publish was checked. \return the position, or why there is none; `done` is not
    //! called then. Else it runs once, perhaps before this returns; empty when nobody waits.
    Result<Position> publish(const std::shared_ptr<TopicLog> &log, const Outgoing &message,
                             Done done);
    //! Calls \p then once, when the log is not behind any more, or never will be.
    void whenCaughtUp(const std::shared_ptr<TopicLog> &log, std::function<void()> then);
    void refuse(); // the broker is stopping: from now on nothing is taken
    void failAll(const Error &error); // and nobody waits any more

private:
    class CommitTap;
    struct Waiting {
        std::uint64_t sequence = 0;
        Done done{};
    };
    struct Waiters {
        std::shared_ptr<TopicLog> log; // a deleted one lives until those who wait were told
        std::shared_ptr<CommitTap> tap;
        std::deque<Waiting> queue{}; // by sequence
        std::vector<std::function<void()>> heldBack{};
    };

    Waiters &waitersOf(const std::shared_ptr<TopicLog> &log);
    void committed(const std::shared_ptr<TopicLog> &log);
    void fail(const std::shared_ptr<TopicLog> &log, const Error &error);

    bool m_refusing = false;
    Executor &m_loop;
    const Clock &m_clock;
    std::unordered_map<TopicLog *, Waiters> m_waiters;
    std::shared_ptr<MessagePublisher *> m_self; // null when this is gone; taps may be told later
};

} // namespace parley
