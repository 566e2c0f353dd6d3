#include "server/session/subscription.h"

#include <cassert>

#include "server/net/batch_sender.h"
#include "server/protocol/limits.h"
#include "server/session/topic_readers.h"

namespace parley {

SegmentMark Subscriber::itemsTaken(const CursorSpan &span, std::size_t)
{
    assert(false && "it has no bytesConnection()");
    return span.begin;
}

Subscription::Subscription(std::shared_ptr<TopicLog> log, Cursor cursor, Subscriber &owner) :
    m_log(std::move(log)), m_cursor(std::move(cursor)), m_owner(owner)
{
    m_log->countSubscribers(1);
}

Subscription::~Subscription()
{
    if (m_readers)
        m_readers->remove(*this);
    m_log->countSubscribers(-1);
}

std::uint64_t Subscription::lagMessages() const
{
    const std::uint64_t last = m_log->visiblePosition().sequence;
    return last > sequence() ? last - sequence() : 0;
}

std::uint64_t Subscription::lagBytes() const
{
    return m_log->bytesBehind(m_cursor);
}

std::optional<UtcTime> Subscription::behindSince() const
{
    return m_log->behindSince(m_cursor);
}

// What a slow reader waited for, a gap and the step to another segment are pump()'s.
CursorSpan Subscription::offer(BatchSender &sender)
{
    m_needsPump = true;
    if (m_heldUp || m_cursor.hasGap() || m_cursor.isForgotten())
        return {};
    const CursorSpan span = m_cursor.span();
    if (span.bytes.empty())
        return {};
    Connection *const connection = m_owner.bytesConnection();
    if (!connection)
        return {};
    sender.add(*connection, span.bytes);
    return span;
}

void Subscription::taken(const CursorSpan &span, std::size_t bytes)
{
    const SegmentMark mark = m_owner.itemsTaken(span, bytes);
    m_log->countDelivered(m_cursor.consumeTo(mark));
    m_heldUp = mark != span.end;
    if (m_heldUp || m_cursor.isSpent() || m_log->isClosed())
        return;
    m_needsPump = false;
    m_live = true;
}

void Subscription::pump()
{
    if (m_cursor.isForgotten())
        m_log->catchUp(m_cursor); // else it would keep in memory what the topic does not
    if (!m_owner.canSend()) {
        holdUp();
        return;
    }
    if (std::exchange(m_heldUp, false)) {
        m_heldUpSince = {};
        m_log->catchUp(m_cursor); // what it waited for may be too old by now
    }
    while (sendNext()) {}
    if (!m_heldUp && m_log->isClosed() && m_cursor.span().bytes.empty())
        m_owner.topicClosed(*this,
                            {ErrorCode::NotFound, "the topic was deleted"}); // may delete this
}

// \return whether there may be more to send now.
bool Subscription::sendNext()
{
    if (!m_owner.canSend()) {
        m_heldUp = true;
        return false;
    }
    if (const auto gap = m_cursor.takeGap()) {
        m_owner.sendGap(*this, *gap);
        return true;
    }
    const CursorSpan span = m_cursor.span();
    if (span.bytes.empty()) {
        if (m_log->advance(m_cursor))
            return true;
        m_live = true;
        return false;
    }
    const SegmentMark taken = m_owner.sendItems(*this, span);
    m_log->countDelivered(m_cursor.consumeTo(taken));
    m_heldUp = taken != span.end;
    return !m_heldUp;
}

// There is something for it, and its client does not take it.
void Subscription::holdUp()
{
    m_heldUp = true;
    if (m_live && m_log->slowReaders() != SlowReaderPolicy::Resume
        && lagBytes() > limits::kSlowReaderBytes)
        fellBehind();
}

void Subscription::tick(MonotonicTime now)
{
    if (!m_heldUp || !m_live)
        return;
    if (m_heldUpSince == MonotonicTime{})
        m_heldUpSince = now;
    else if (now - m_heldUpSince >= limits::kSlowReaderTime)
        fellBehind();
}

void Subscription::fellBehind()
{
    switch (m_log->slowReaders()) {
    case SlowReaderPolicy::Resume: return;
    case SlowReaderPolicy::Skip: m_log->skip(m_cursor, limits::kSkippedReaderGets); return;
    case SlowReaderPolicy::Disconnect: m_owner.tooSlow(*this); return; // may delete this
    }
}

} // namespace parley
