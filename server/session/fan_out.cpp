#include "server/session/fan_out.h"

namespace parley {

FanOut::FanOut(EventLoop &loop, BatchSender &sender) : m_loop(loop), m_sender(sender)
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
            readers->rearm(); // before the cursors move
        sendTogether(changed);
        for (const auto &readers : changed)
            readers->pumpRest();
        for (const auto &readers : changed)
            readers->log()->readersMoved();
    }
    if (!m_changed.empty())
        m_loop.post([] {}); // another turn, soon
    forgetEmpty();
}

// Nobody leaves between offer() and taken(): nothing in here calls out.
void FanOut::sendTogether(const Changed &changed)
{
    for (const auto &readers : changed)
        for (Subscription *const subscription : readers->subscriptions())
            if (const CursorSpan span = subscription->offer(m_sender); !span.bytes.empty())
                m_offered.push_back({subscription, span});
    m_sender.send(changed.size() == 1);
    for (std::size_t i = 0; i < m_offered.size(); ++i)
        m_offered[i].subscription->taken(m_offered[i].span, m_sender.taken(i));
    m_offered.clear();
    m_sender.clear();
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
