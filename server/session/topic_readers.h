#pragma once

#include <memory>
#include <vector>

#include "server/net/event_loop.h"
#include "server/session/subscription.h"

namespace parley {

class FanOut;

// All subscriptions of one topic on one loop, and the tap that wakes them.
// Thread: I/O loop, but for the wake-up, which the store's thread may bring.
class TopicReaders final : public Tap, public std::enable_shared_from_this<TopicReaders>
{
public:
    TopicReaders(FanOut &fanOut, EventLoop &loop, std::shared_ptr<TopicLog> log);

    void add(Subscription &subscription);
    void remove(Subscription &subscription);
    void pumpRest(); // whoever was not served together with others, or not with all
    const std::shared_ptr<TopicLog> &log() const { return m_log; }
    const std::vector<Subscription *> &subscriptions() const { return m_subscriptions; }
    void detach() { m_fanOut = nullptr; } // the fan-out is gone

private:
    void wake() override;
    bool holdsBack() const override { return !m_loop.isOwnThread(); }

    FanOut *m_fanOut;
    EventLoop &m_loop;
    std::shared_ptr<TopicLog> m_log;
    std::vector<Subscription *> m_subscriptions;
};

} // namespace parley
