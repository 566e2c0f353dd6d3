#include "server/session/retention_tick.h"

namespace parley {

RetentionTick::RetentionTick(EventLoop &loop, const Clock &clock, const TopicRegistry &topics) :
    m_loop(loop), m_clock(clock), m_topics(topics), m_jump(clock), m_last(clock.monotonic())
{
    m_loop.addTickObserver(*this);
}

RetentionTick::~RetentionTick()
{
    m_loop.removeTickObserver(*this);
}

void RetentionTick::tick()
{
    constexpr std::chrono::seconds kBetween{1};
    const MonotonicTime now = m_clock.monotonic();
    if (now - m_last < kBetween)
        return;
    m_last = now;
    const auto jump = m_jump.check();
    for (const auto &log : m_topics.all()) {
        if (jump)
            log->clockSet(*jump);
        log->forgetOld(m_clock.utc());
    }
}

} // namespace parley
