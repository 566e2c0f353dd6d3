#include "server/topics/message_publisher.h"

#include <algorithm>

namespace parley {

// Told on the store's thread that a durable log's visible end moved; tells the publisher on his.
class MessagePublisher::CommitTap final : public Tap, public std::enable_shared_from_this<CommitTap>
{
public:
    CommitTap(Executor &loop, std::weak_ptr<MessagePublisher *> publisher,
              std::weak_ptr<TopicLog> log) :
        m_loop(loop),
        m_publisher(std::move(publisher)), m_log(std::move(log))
    {
    }

private:
    void wake() override
    {
        m_loop.post([self = shared_from_this()] {
            self->rearm();
            const auto publisher = self->m_publisher.lock();
            const auto log = self->m_log.lock();
            if (publisher && log)
                (*publisher)->committed(log);
        });
    }

    Executor &m_loop;
    std::weak_ptr<MessagePublisher *> m_publisher;
    std::weak_ptr<TopicLog> m_log;
};

MessagePublisher::MessagePublisher(Executor &loop, const Clock &clock) :
    m_loop(loop), m_clock(clock), m_self(std::make_shared<MessagePublisher *>(this))
{
}

MessagePublisher::~MessagePublisher()
{
    failAll({ErrorCode::Unavailable, "the broker is stopping"});
}

Result<Position> MessagePublisher::publish(const std::shared_ptr<TopicLog> &log,
                                           const Outgoing &message, Done done)
{
    if (m_refusing)
        return Error{ErrorCode::Unavailable, "the broker is stopping"};
    const auto position = log->append(message.payload, message.publisherId, m_clock.utc(),
                                      message.idempotencyKey, message.hops);
    if (!position || !done)
        return position;
    if (log->durability() != Durability::Durable) {
        done(position);
        return position;
    }
    Waiters &waiters = waitersOf(log);
    // At the end, but for a message that was there already.
    const auto behind = std::upper_bound(
        waiters.queue.begin(), waiters.queue.end(), position->sequence,
        [](std::uint64_t sequence, const Waiting &other) { return sequence < other.sequence; });
    waiters.queue.insert(behind, {position->sequence, std::move(done)});
    if (log->visiblePosition().sequence >= position->sequence || log->failure())
        waiters.tap->notify(); // it happened before the tap was there
    return position;
}

MessagePublisher::Waiters &MessagePublisher::waitersOf(const std::shared_ptr<TopicLog> &log)
{
    Waiters &waiters = m_waiters[log.get()];
    if (!waiters.tap) {
        waiters.log = log;
        waiters.tap = std::make_shared<CommitTap>(m_loop, m_self, log);
        log->addTap(waiters.tap);
    }
    return waiters;
}

void MessagePublisher::whenCaughtUp(const std::shared_ptr<TopicLog> &log,
                                    std::function<void()> then)
{
    Waiters &waiters = waitersOf(log);
    waiters.heldBack.push_back(std::move(then));
    if (!log->isBehind() || log->failure() || log->isClosed())
        waiters.tap->notify(); // it happened before the tap was there
}

void MessagePublisher::committed(const std::shared_ptr<TopicLog> &log)
{
    const auto found = m_waiters.find(log.get());
    if (found == m_waiters.end())
        return;
    const Position visible = log->visiblePosition();
    std::deque<Waiting> done;
    auto &queue = found->second.queue;
    while (!queue.empty() && queue.front().sequence <= visible.sequence) {
        done.push_back(std::move(queue.front()));
        queue.pop_front();
    }
    auto released = log->isBehind() ? std::vector<std::function<void()>>{}
                                    : std::exchange(found->second.heldBack, {});
    for (auto &waiting : done) // after the queue is in order: a callback may publish again
        waiting.done(Position{visible.page, waiting.sequence});
    for (auto &then : released)
        then();
    if (const auto failure = log->failure())
        fail(log, *failure);
    else if (log->isClosed())
        fail(log, {ErrorCode::NotFound, "the topic was deleted before the message was stored"});
}

void MessagePublisher::fail(const std::shared_ptr<TopicLog> &log, const Error &error)
{
    const auto found = m_waiters.find(log.get());
    if (found == m_waiters.end())
        return;
    Waiters waiters = std::move(found->second);
    m_waiters.erase(found);
    log->removeTap(*waiters.tap);
    for (auto &waiting : waiters.queue)
        waiting.done(error);
    for (auto &then : waiters.heldBack)
        then();
}

void MessagePublisher::refuse()
{
    m_refusing = true;
}

void MessagePublisher::failAll(const Error &error)
{
    auto all = std::exchange(m_waiters, {});
    for (auto &[log, waiters] : all)
        for (auto &waiting : waiters.queue)
            waiting.done(error);
}

} // namespace parley
