#include "server/topics/topic_log.h"

#include <algorithm>
#include <cassert>

namespace parley {

TopicLog::TopicLog(Topic topic, std::uint64_t lastSequence) :
    m_topic(std::move(topic)), m_prefix(m_topic.key, m_topic.page), m_lastSequence(lastSequence),
    m_visibleSequence(lastSequence), m_slowReaders(m_topic.slowReaders)
{
    assert(m_topic.page > 0);
}

Topic TopicLog::topic() const
{
    std::lock_guard guard(m_lock);
    return m_topic;
}

std::optional<Error> TopicLog::refusal() const
{
    if (isClosed())
        return Error{ErrorCode::NotFound, "the topic was deleted"};
    if (m_failure)
        return *m_failure;
    if (m_uncommittedBytes > kMaxUncommittedBytes)
        return Error{ErrorCode::Busy, "the disk is behind; publish again in a moment"};
    if (m_chain.keptBytes() > m_topic.retention.bytes + kMaxHeldBytes
        && mayForgetThrough() < m_chain.oldestEnd())
        return Error{ErrorCode::Busy, "a webhook is behind; publish again in a moment"};
    return std::nullopt;
}

Result<Position> TopicLog::append(const PayloadView &payload, std::string_view publisherId,
                                  UtcTime time, std::string_view idempotencyKey, std::uint8_t hops)
{
    ToldTaps told; // mostly none: who was told before is on his way
    Position position{m_topic.page, 0};
    {
        std::lock_guard guard(m_lock);
        if (auto refused = refusal())
            return *std::move(refused);
        if (!idempotencyKey.empty()) {
            if (const auto first = m_keys.find(publisherId, idempotencyKey))
                return Position{m_topic.page, *first};
        }
        const bool visible = m_topic.durability != Durability::Durable;
        position.sequence = m_lastSequence + 1;
        append({position.sequence, time, publisherId, idempotencyKey, hops}, payload, visible);
        ++m_publishedMessages;
        m_publishedBytes += payload.bytes.size();
        tellWriter(told);
        if (visible)
            tell(told);
        if (hasLateReaders())
            m_readersLate.store(true, std::memory_order_relaxed);
    }
    wake(told);
    return position;
}

void TopicLog::restore(const ItemStamp &stamp, const PayloadView &payload)
{
    std::lock_guard guard(m_lock);
    if (stamp.sequence != m_lastSequence + 1)
        m_chain.seal(); // a damaged record was left out; the next segment says where
    append(stamp, payload, true);
}

void TopicLog::countOnBehind(std::uint64_t sequence)
{
    std::lock_guard guard(m_lock);
    if (sequence <= m_lastSequence)
        return;
    m_chain.seal(); // the next segment says where the numbers go on
    m_lastSequence = sequence;
    m_visibleSequence = sequence;
}

void TopicLog::append(const ItemStamp &stamp, const PayloadView &payload, bool visible)
{
    const std::size_t bytes = itemFrameBytes(m_prefix, stamp, payload);
    Segment &tail = m_chain.tailFor(bytes, stamp.sequence, m_topic.retention.bytes);
    SegmentMark mark = tail.filled();
    writeItemFrame(tail.data() + mark.bytes, bytes, m_prefix, stamp, payload);
    mark.bytes += static_cast<std::uint32_t>(bytes);
    ++mark.messages;
    m_lastSequence = stamp.sequence;
    m_chain.countFrame(bytes, stamp.time);
    if (!stamp.idempotencyKey.empty())
        m_keys.add(stamp.publisherId, stamp.idempotencyKey, stamp.sequence);
    if (visible) {
        // `visible` first: `filled` must never be what a reader who sees `sealed` compares with
        // while the message is still to come.
        tail.setVisible(mark);
        m_visibleSequence = stamp.sequence;
    } else {
        m_uncommittedBytes += bytes;
    }
    tail.setFilled(mark);
    trim();
}

// What waits for the store or for a webhook stays, whatever the retention says.
std::uint64_t TopicLog::mayForgetThrough() const
{
    std::uint64_t through = m_visibleSequence;
    for (const auto &[reader, sequence] : m_holds)
        through = std::min(through, sequence);
    return through;
}

void TopicLog::trim()
{
    const Retention &kept = m_topic.retention;
    const bool tooMany = kept.messages > 0 && firstKept() + kept.messages <= m_visibleSequence;
    if (!tooMany && m_chain.keptBytes() <= kept.bytes)
        return;
    const std::uint64_t through = mayForgetThrough();
    if (tooMany)
        m_chain.forgetThrough(std::min(m_visibleSequence - kept.messages, through));
    m_chain.forgetBeyond(kept.bytes, through);
}

void TopicLog::change(const Retention &retention, SlowReaderPolicy slowReaders)
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        m_topic.retention = retention;
        m_topic.slowReaders = slowReaders;
        m_slowReaders.store(slowReaders, std::memory_order_relaxed);
        trim();
        tellWriter(told);
    }
    wake(told);
}

void TopicLog::forgetOld(UtcTime now)
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        if (m_topic.retention.age == std::chrono::seconds{0})
            return;
        const std::uint64_t before = firstKept();
        const std::uint64_t old = m_chain.lastBefore(now - m_topic.retention.age);
        m_chain.forgetThrough(std::min(old, mayForgetThrough()));
        if (firstKept() != before)
            tellWriter(told);
    }
    wake(told);
}

void TopicLog::clockSet(std::chrono::milliseconds by)
{
    std::lock_guard guard(m_lock);
    m_chain.clockSet(by);
}

void TopicLog::hold(const std::string &reader, std::uint64_t sequence)
{
    std::lock_guard guard(m_lock);
    m_holds.insert_or_assign(reader, sequence);
}

void TopicLog::letGo(const std::string &reader)
{
    std::lock_guard guard(m_lock);
    m_holds.erase(reader);
    trim();
}

void TopicLog::commitThrough(std::uint64_t sequence)
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        sequence = std::min(sequence, m_lastSequence);
        m_uncommittedBytes -= m_chain.showThrough(sequence);
        m_visibleSequence = std::max(m_visibleSequence, sequence);
        trim();
        tell(told);
    }
    wake(told);
}

void TopicLog::setFailed(Error error)
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        m_failure = std::move(error);
        tell(told);
    }
    wake(told);
}

void TopicLog::setMended()
{
    std::lock_guard guard(m_lock);
    m_failure.reset();
}

std::optional<Error> TopicLog::failure() const
{
    std::lock_guard guard(m_lock);
    return m_failure;
}

void TopicLog::setWriter(std::shared_ptr<Tap> writer)
{
    std::lock_guard guard(m_lock);
    m_writer = std::move(writer);
}

Cursor TopicLog::cursorAt(const StartPoint &start) const
{
    std::lock_guard guard(m_lock);
    Cursor cursor;
    const ReaderStart where = readable().startFor(start, m_chain);
    cursor.m_gap = where.gap;
    place(cursor, where.next);
    return cursor;
}

Cursor TopicLog::writerCursor(std::uint64_t sequence) const
{
    std::lock_guard guard(m_lock);
    Cursor cursor;
    cursor.m_edge = CursorEdge::Filled;
    place(cursor, sequence + 1);
    return cursor;
}

ReadableRange TopicLog::readable() const
{
    const std::uint64_t end = m_visibleSequence + 1;
    return {m_topic.page, std::min(firstKept(), end), end, m_topic.earlier};
}

// Puts the cursor before \p next, or before the first message that is kept behind it, and then says
// so. The caller holds the lock.
void TopicLog::place(Cursor &cursor, std::uint64_t next) const
{
    SegmentChain::Place found = m_chain.find(next);
    cursor.m_before = next - 1;
    cursor.m_segment = std::move(found.segment);
    cursor.m_at = found.at;
    if (cursor.m_segment && found.sequence > next)
        cursor.leaveOut({m_topic.page, next - 1}, {m_topic.page, found.sequence});
}

void TopicLog::catchUp(Cursor &cursor) const
{
    std::lock_guard guard(m_lock);
    const std::uint64_t next = cursor.sequence() + 1;
    const std::uint64_t first = readable().first;
    if (next >= first && !cursor.isForgotten())
        return;
    place(cursor, std::max(next, first));
    if (next < first)
        cursor.leaveOut({m_topic.page, next - 1}, {m_topic.page, first});
}

void TopicLog::skip(Cursor &cursor, std::uint64_t messages) const
{
    std::lock_guard guard(m_lock);
    const std::uint64_t next = cursor.sequence() + 1;
    const std::uint64_t wanted = readable().newest(messages);
    if (wanted <= next)
        return;
    place(cursor, wanted);
    cursor.leaveOut({m_topic.page, next - 1}, {m_topic.page, wanted});
}

std::uint64_t TopicLog::bytesBehind(const Cursor &cursor) const
{
    std::lock_guard guard(m_lock);
    return cursor.span().bytes.size()
        + m_chain.visibleBytesBehind(cursor.m_segment.get(), cursor.sequence());
}

std::optional<UtcTime> TopicLog::behindSince(const Cursor &cursor) const
{
    std::lock_guard guard(m_lock);
    const SegmentChain::Place next = m_chain.find(cursor.sequence() + 1);
    if (!next.segment || next.sequence > m_visibleSequence)
        return std::nullopt;
    return SegmentChain::timeOf(next);
}

bool TopicLog::advance(Cursor &cursor) const
{
    if (!cursor.isSpent())
        return !cursor.span().bytes.empty();
    std::lock_guard guard(m_lock);
    const std::uint64_t next = cursor.sequence() + 1;
    if (next <= m_lastSequence)
        place(cursor, next);
    return !cursor.span().bytes.empty();
}

void TopicLog::addTap(std::shared_ptr<Tap> tap)
{
    std::lock_guard guard(m_lock);
    m_taps.add(std::move(tap), m_publishedBytes);
}

void TopicLog::removeTap(const Tap &tap)
{
    {
        std::lock_guard guard(m_lock);
        m_taps.remove(tap);
    }
    readersMoved();
}

void TopicLog::tell(ToldTaps &told)
{
    m_taps.tell(m_publishedBytes, told);
}

bool TopicLog::hasLateReaders() const
{
    const std::uint64_t most = std::min(kMaxAheadBytes, m_topic.retention.bytes / 4);
    return m_taps.isAhead(m_publishedBytes, most);
}

// Under the lock even when nobody is late: an append that found the tap told, before it was
// rearmed, is over then, and what it noted is seen here.
void TopicLog::readersMoved()
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        if (!m_readersLate.load(std::memory_order_relaxed) || hasLateReaders())
            return;
        m_readersLate.store(false, std::memory_order_relaxed);
        tell(told); // among them those who hold publishers back
    }
    wake(told);
}

void TopicLog::tellWriter(ToldTaps &told) const
{
    if (m_writer && m_writer->tell())
        told.push_back(m_writer);
}

void TopicLog::close()
{
    ToldTaps told;
    {
        std::lock_guard guard(m_lock);
        m_closed.store(true, std::memory_order_release);
        tell(told);
    }
    wake(told);
}

Position TopicLog::lastPosition() const
{
    std::lock_guard guard(m_lock);
    return {m_topic.page, m_lastSequence};
}

Position TopicLog::visiblePosition() const
{
    std::lock_guard guard(m_lock);
    return {m_topic.page, m_visibleSequence};
}

std::uint64_t TopicLog::forgottenThrough() const
{
    std::lock_guard guard(m_lock);
    return firstKept() - 1;
}

TopicStatistics TopicLog::statistics() const
{
    std::lock_guard guard(m_lock);
    TopicStatistics statistics;
    statistics.lastSequence = m_visibleSequence;
    statistics.firstSequence = m_chain.first().value_or(0);
    statistics.publishedMessages = m_publishedMessages;
    statistics.publishedBytes = m_publishedBytes;
    statistics.deliveredMessages = m_delivered.load(std::memory_order_relaxed);
    statistics.keptBytes = m_chain.keptBytes();
    statistics.subscribers = static_cast<std::uint32_t>(std::max(0, m_subscribers.load()));
    return statistics;
}

} // namespace parley
