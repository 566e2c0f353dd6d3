#pragma once

#include "server/base/clock_jump.h"
#include "server/net/event_loop.h"
#include "server/topics/topic_registry.h"

namespace parley {

// Once a second: has topics forget what is too old, and tells them when somebody set the wall
// clock. Thread: I/O loop.
class RetentionTick final : private TickObserver
{
public:
    RetentionTick(EventLoop &loop, const Clock &clock, const TopicRegistry &topics); // borrowed
    ~RetentionTick();
    RetentionTick(const RetentionTick &) = delete;
    RetentionTick &operator=(const RetentionTick &) = delete;

private:
    void tick() override;

    EventLoop &m_loop;
    const Clock &m_clock;
    const TopicRegistry &m_topics;
    ClockJump m_jump;
    MonotonicTime m_last;
};

} // namespace parley
