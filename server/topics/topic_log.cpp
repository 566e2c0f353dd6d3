#include "server/topics/topic_log.h"

#include <algorithm>
#include <cassert>

#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

std::size_t frameBytes(const char *frame)
{
    const FrameView view = viewServerFrame(frame);
    return view.headerBytes + view.bodyBytes;
}

// The mark behind \p messages messages, found by walking the frames from \p from.
SegmentMark markBehind(const Segment &segment, SegmentMark from, std::uint64_t messages)
{
    while (from.messages < messages) {
        from.bytes += static_cast<std::uint32_t>(frameBytes(segment.data() + from.bytes));
        ++from.messages;
    }
    return from;
}

} // namespace

TopicLog::TopicLog(Topic topic, std::uint64_t lastSequence) :
    m_topic(std::move(topic)), m_prefix(m_topic.key, m_topic.page), m_lastSequence(lastSequence),
    m_visibleSequence(lastSequence)
{
    assert(m_topic.page > 0);
}

Topic TopicLog::topic() const
{
    std::lock_guard guard(m_lock);
    return m_topic;
}

Result<Position> TopicLog::append(const PayloadView &payload, std::string_view publisherId,
                                  UtcTime time)
{
    Taps told; // mostly none: who was told before is on his way
    Position position{};
    {
        std::lock_guard guard(m_lock);
        if (isClosed())
            return Error{ErrorCode::NotFound, "the topic was deleted"};
        if (m_failure)
            return *m_failure;
        if (m_uncommittedBytes > kMaxUncommittedBytes)
            return Error{ErrorCode::Busy, "the disk is behind; publish again in a moment"};
        if (m_keptBytes > m_topic.retainedBytes + kMaxHeldBytes && isHeld(*m_segments.front()))
            return Error{ErrorCode::Busy, "a webhook is behind; publish again in a moment"};
        const bool visible = m_topic.durability != Durability::Durable;
        position = {m_topic.page, append(payload, publisherId, time, visible)};
        ++m_publishedMessages;
        m_publishedBytes += payload.bytes.size();
        if (m_writer && m_writer->tell())
            told.push_back(m_writer);
        if (visible)
            tell(told);
    }
    wake(told);
    return position;
}

void TopicLog::restore(std::uint64_t sequence, const PayloadView &payload,
                       std::string_view publisherId, UtcTime time)
{
    std::lock_guard guard(m_lock);
    if (!m_segments.empty() && sequence != m_lastSequence + 1)
        m_segments.back()->seal(); // a damaged record was left out; the next segment says where
    m_lastSequence = sequence - 1;
    append(payload, publisherId, time, true);
}

void TopicLog::countOnBehind(std::uint64_t sequence)
{
    std::lock_guard guard(m_lock);
    if (sequence <= m_lastSequence)
        return;
    if (!m_segments.empty())
        m_segments.back()->seal(); // the next segment says where the numbers go on
    m_lastSequence = sequence;
    m_visibleSequence = sequence;
}

// The caller holds the lock.
std::uint64_t TopicLog::append(const PayloadView &payload, std::string_view publisherId,
                               UtcTime time, bool visible)
{
    const std::uint64_t sequence = m_lastSequence + 1;
    const std::size_t bytes = itemFrameBytes(m_prefix, sequence, time, publisherId, payload);
    Segment &tail = tailFor(bytes);
    SegmentMark mark = tail.filled();
    writeItemFrame(tail.data() + mark.bytes, bytes, m_prefix, sequence, time, publisherId, payload);
    mark.bytes += static_cast<std::uint32_t>(bytes);
    ++mark.messages;
    m_lastSequence = sequence;
    m_keptBytes += bytes;
    if (visible) {
        // `visible` first: `filled` must never be what a reader who sees `sealed` compares with
        // while the message is still to come.
        tail.setVisible(mark);
        m_visibleSequence = sequence;
    } else {
        m_uncommittedBytes += bytes;
    }
    tail.setFilled(mark);
    trim();
    return sequence;
}

Segment &TopicLog::tailFor(std::size_t bytes)
{
    if (!m_segments.empty()) {
        Segment &tail = *m_segments.back();
        if (!tail.isSealed() && tail.capacity() - tail.filled().bytes >= bytes)
            return tail;
        tail.seal();
    }
    // At least four segments within what is kept, so that trimming one never empties the log.
    const auto ceiling = std::min<std::size_t>(kSegmentBytes, m_topic.retainedBytes / 4);
    const std::size_t usual = m_segments.empty()
        ? kFirstSegmentBytes
        : std::min(ceiling, m_segments.back()->capacity() * 2);
    m_segments.push_back(std::make_shared<Segment>(std::max(usual, bytes), m_lastSequence + 1));
    return *m_segments.back();
}

// Lets the oldest segments go. What waits for the store or for a webhook stays, whatever the limit
// says.
void TopicLog::trim()
{
    while (m_segments.size() > 1 && m_keptBytes > m_topic.retainedBytes) {
        Segment &oldest = *m_segments.front();
        if (oldest.visible() != oldest.filled() || isHeld(oldest))
            return;
        m_keptBytes -= oldest.filled().bytes;
        m_segments.pop_front();
    }
}

bool TopicLog::isHeld(const Segment &segment) const
{
    const std::uint64_t last = segment.firstSequence() + segment.filled().messages - 1;
    return std::any_of(m_holds.begin(), m_holds.end(),
                       [&](const auto &hold) { return hold.second < last; });
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
    Taps told;
    {
        std::lock_guard guard(m_lock);
        sequence = std::min(sequence, m_lastSequence);
        for (const auto &segment : m_segments) {
            const SegmentMark filled = segment->filled();
            const SegmentMark before = segment->visible();
            if (before == filled)
                continue;
            const std::uint64_t wanted = sequence + 1 - segment->firstSequence();
            if (segment->firstSequence() > sequence)
                break;
            const SegmentMark after
                = wanted >= filled.messages ? filled : markBehind(*segment, before, wanted);
            segment->setVisible(after);
            m_uncommittedBytes -= after.bytes - before.bytes;
        }
        m_visibleSequence = std::max(m_visibleSequence, sequence);
        trim();
        tell(told);
    }
    wake(told);
}

void TopicLog::setFailed(Error error)
{
    Taps told;
    {
        std::lock_guard guard(m_lock);
        m_failure = std::move(error);
        tell(told);
    }
    wake(told);
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
    place(cursor, nextFor(start, cursor));
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

// The first sequence that a reader who asks for \p start gets; says in the cursor what he misses.
std::uint64_t TopicLog::nextFor(const StartPoint &start, Cursor &cursor) const
{
    const std::uint64_t oldest = std::min(firstKept(), m_visibleSequence + 1);
    const std::uint64_t newest = m_visibleSequence + 1;
    if (std::holds_alternative<FromEarliest>(start))
        return oldest;
    if (const auto *last = std::get_if<FromLast>(&start))
        return std::max(oldest, newest - std::min<std::uint64_t>(last->count, newest - 1));
    if (const auto *after = std::get_if<FromAfter>(&start)) {
        const Position asked = after->position;
        if (asked.page == m_topic.page && asked.sequence + 1 >= oldest && asked.sequence < newest)
            return asked.sequence + 1;
        // Another page, no longer kept, or from the future: he must know that his count is broken.
        std::uint64_t next = oldest;
        if (asked.page == m_topic.page && asked.sequence >= newest)
            next = newest;
        else if (m_topic.earlier && asked.page == m_topic.earlier->last) // numbers count on
            next = std::max(oldest, std::min(asked.sequence, m_topic.earlier->lastSequence) + 1);
        cursor.m_gap = Gap{asked, {m_topic.page, next}};
        return next;
    }
    return newest;
}

// Puts the cursor before \p next, or before the first message that is kept behind it, and then says
// so. The caller holds the lock.
void TopicLog::place(Cursor &cursor, std::uint64_t next) const
{
    cursor.m_before = next - 1;
    cursor.m_segment.reset();
    cursor.m_at = {};
    const auto holdsOrFollows = std::lower_bound(
        m_segments.begin(), m_segments.end(), next,
        [](const auto &segment, std::uint64_t sequence) {
            return segment->isSealed()
                && segment->firstSequence() + segment->filled().messages <= sequence;
        });
    if (holdsOrFollows == m_segments.end())
        return;
    cursor.m_segment = *holdsOrFollows;
    const std::uint64_t first = cursor.m_segment->firstSequence();
    if (first > next)
        cursor.m_gap = Gap{{m_topic.page, next - 1}, {m_topic.page, first}};
    else
        cursor.m_at = markBehind(*cursor.m_segment, {}, next - first);
}

std::uint64_t TopicLog::bytesBehind(const Cursor &cursor) const
{
    std::lock_guard guard(m_lock);
    std::uint64_t bytes = cursor.span().bytes.size();
    for (auto each = m_segments.rbegin(); each != m_segments.rend(); ++each) {
        if ((*each)->firstSequence() <= cursor.sequence() || *each == cursor.segment())
            break;
        bytes += (*each)->visible().bytes;
    }
    return bytes;
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
    m_taps.push_back(std::move(tap));
}

void TopicLog::removeTap(const Tap &tap)
{
    std::lock_guard guard(m_lock);
    std::erase_if(m_taps, [&](const auto &one) { return one.get() == &tap; });
}

// The caller holds the lock, and wakes those that were told when he has let go of it.
void TopicLog::tell(Taps &told) const
{
    for (const auto &tap : m_taps)
        if (tap->tell())
            told.push_back(tap);
}

void TopicLog::wake(const Taps &told)
{
    for (const auto &tap : told)
        tap->wake();
}

void TopicLog::close()
{
    Taps told;
    {
        std::lock_guard guard(m_lock);
        m_closed.store(true, std::memory_order_release);
        tell(told);
    }
    wake(told);
}

void TopicLog::setRetainedBytes(std::uint64_t bytes)
{
    std::lock_guard guard(m_lock);
    m_topic.retainedBytes = bytes;
    trim();
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

TopicStatistics TopicLog::statistics() const
{
    std::lock_guard guard(m_lock);
    TopicStatistics statistics;
    statistics.lastSequence = m_visibleSequence;
    statistics.firstSequence = m_segments.empty() ? 0 : firstKept();
    statistics.publishedMessages = m_publishedMessages;
    statistics.publishedBytes = m_publishedBytes;
    statistics.deliveredMessages = m_delivered.load(std::memory_order_relaxed);
    statistics.keptBytes = m_keptBytes;
    statistics.subscribers = static_cast<std::uint32_t>(std::max(0, m_subscribers.load()));
    return statistics;
}

} // namespace parley
