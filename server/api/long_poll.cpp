#include "server/api/long_poll.h"

namespace parley {

// One request. As a tap it is told on any thread.
class LongPolls::Poll final : public Tap, public std::enable_shared_from_this<Poll>
{
public:
    Poll(LongPolls &owner, CallPtr request, std::shared_ptr<TopicLog> topicLog, Cursor from,
         MonotonicTime until, std::function<void(Cursor)> answered) :
        call(std::move(request)),
        log(std::move(topicLog)), cursor(std::move(from)), deadline(until),
        answer(std::move(answered)), m_loop(owner.m_loop), m_owner(&owner)
    {
    }

    bool isReady()
    {
        return !cursor.span().bytes.empty() || log->advance(cursor) || log->isClosed();
    }
    void detach() { m_owner = nullptr; }

    const CallPtr call;
    const std::shared_ptr<TopicLog> log;
    Cursor cursor;
    const MonotonicTime deadline;
    const std::function<void(Cursor)> answer;
    Place place{};

private:
    void wake() override
    {
        m_loop.post([self = shared_from_this()] {
            self->rearm();
            if (self->m_owner)
                self->m_owner->look(*self);
        });
    }

    EventLoop &m_loop;
    LongPolls *m_owner; // null: it is over
};

LongPolls::LongPolls(EventLoop &loop, const Clock &clock) : m_loop(loop), m_clock(clock)
{
    m_loop.addTickObserver(*this);
}

LongPolls::~LongPolls()
{
    m_loop.removeTickObserver(*this);
    while (!m_polls.empty())
        end(m_polls.begin(), false);
}

Result<void> LongPolls::wait(const CallPtr &call, std::shared_ptr<TopicLog> log, Cursor cursor,
                             std::chrono::seconds patience, std::function<void(Cursor)> answer)
{
    if (m_polls.size() >= kMaxWaiting)
        return Error{ErrorCode::LimitExceeded, "10,000 requests wait already"};
    const auto poll = std::make_shared<Poll>(*this, call, std::move(log), std::move(cursor),
                                             m_clock.monotonic() + patience, std::move(answer));
    poll->place = m_polls.insert(m_polls.end(), poll);
    poll->log->addTap(poll);
    look(*poll); // it may have come before the tap was there
    return {};
}

void LongPolls::look(Poll &poll)
{
    if (!poll.call->exchange().isOpen())
        end(poll.place, false);
    else if (poll.isReady())
        end(poll.place, true);
}

void LongPolls::endAll()
{
    while (!m_polls.empty())
        end(m_polls.begin(), true);
}

void LongPolls::tick()
{
    const MonotonicTime now = m_clock.monotonic();
    for (auto next = m_polls.begin(); next != m_polls.end();) {
        const auto place = next++;
        if (!(*place)->call->exchange().isOpen())
            end(place, false);
        else if (now >= (*place)->deadline)
            end(place, true);
    }
}

void LongPolls::end(Place place, bool withAnswer)
{
    const auto poll = *place;
    m_polls.erase(place);
    poll->log->removeTap(*poll);
    poll->detach();
    if (withAnswer)
        poll->answer(poll->cursor);
}

} // namespace parley
