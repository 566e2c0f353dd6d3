#include "server/session/subscription.h"

#include "server/session/topic_readers.h"

namespace parley {

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

void Subscription::pump()
{
    while (m_owner.canSend()) {
        if (const auto gap = m_cursor.takeGap()) {
            m_owner.sendGap(*this, *gap);
            continue; // it may have filled the socket
        }
        const CursorSpan span = m_cursor.span();
        if (!span.bytes.empty()) {
            const auto segment = m_cursor.segment(); // the send may need it after the step
            m_log->countDelivered(m_cursor.consume(span));
            if (!m_owner.sendItems(*this, span))
                return;
        } else if (!m_log->advance(m_cursor)) {
            break;
        }
    }
    if (m_log->isClosed() && m_cursor.span().bytes.empty())
        m_owner.topicClosed(*this,
                            {ErrorCode::NotFound, "the topic was deleted"}); // may delete this
}

} // namespace parley
