#include "server/session/topic_readers.h"

#include "server/session/fan_out.h"

namespace parley {

TopicReaders::TopicReaders(FanOut &fanOut, EventLoop &loop, std::shared_ptr<TopicLog> log) :
    m_fanOut(&fanOut), m_loop(loop), m_log(std::move(log))
{
}

void TopicReaders::add(Subscription &subscription)
{
    subscription.m_readers = this;
    subscription.m_place = m_subscriptions.size();
    m_subscriptions.push_back(&subscription);
}

void TopicReaders::remove(Subscription &subscription)
{
    const std::size_t place = subscription.m_place;
    m_subscriptions[place] = m_subscriptions.back();
    m_subscriptions[place]->m_place = place;
    m_subscriptions.pop_back();
    subscription.m_readers = nullptr;
    if (m_subscriptions.empty() && m_fanOut)
        m_fanOut->forgetLater(*this);
}

// Backwards, because a closed topic makes its subscriptions leave, which moves the last one.
void TopicReaders::pumpRest()
{
    for (std::size_t i = m_subscriptions.size(); i-- > 0;)
        if (i < m_subscriptions.size() && m_subscriptions[i]->needsPump())
            m_subscriptions[i]->pump();
}

void TopicReaders::wake()
{
    if (m_loop.isOwnThread()) {
        if (m_fanOut)
            m_fanOut->markChanged(shared_from_this());
        return;
    }
    m_loop.post([self = shared_from_this()] {
        if (self->m_fanOut)
            self->m_fanOut->markChanged(self);
    });
}

} // namespace parley
