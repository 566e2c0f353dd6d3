#include "server/session/fan_out.h"

namespace parley {

FanOut::FanOut(EventLoop &loop) : m_loop(loop)
{
    m_loop.addTurnObserver(*this);
}

FanOut::~FanOut()
{
    m_loop.removeTurnObserver(*this);
    for (auto &[log, readers] : m_readers) {
        readers->detach();
        readers->log()->removeTap(*readers);
    }
}

void FanOut::add(Subscription &subscription)
{
    const auto &log = subscription.log();
    auto &readers = m_readers[log.get()];
    if (!readers) {
        readers = std::make_shared<TopicReaders>(*this, m_loop, log);
        log->addTap(readers);
    }
    readers->add(subscription);
    readers->notify();
}

const TopicReaders *FanOut::readersOf(const TopicLog &log) const
{
    const auto found = m_readers.find(&log);
    return found == m_readers.end() ? nullptr : found->second.get();
}

std::size_t FanOut::subscriptions() const
{
    std::size_t count = 0;
    for (const auto &[log, readers] : m_readers)
        count += readers->subscriptions().size();
    return count;
}

// What changes while this runs (a subscriber's answer may publish) is the next round's.
void FanOut::turnEnded()
{
    constexpr int kMaxRounds = 4; // then the loop reads again first; nothing is forgotten
    for (int round = 0; round < kMaxRounds && !m_changed.empty(); ++round) {
        const auto changed = std::exchange(m_changed, {});
        for (const auto &readers : changed)
            readers->pumpAll();
    }
    if (!m_changed.empty())
        m_loop.post([] {}); // another turn, soon
    forgetEmpty();
}

void FanOut::forgetEmpty()
{
    for (const TopicLog *log : std::exchange(m_empty, {})) {
        const auto found = m_readers.find(log);
        if (found == m_readers.end() || !found->second->subscriptions().empty())
            continue;
        const auto readers = std::move(found->second);
        m_readers.erase(found);
        readers->detach();
        readers->log()->removeTap(*readers);
    }
}

} // namespace parley
