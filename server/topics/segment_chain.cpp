#include "server/topics/segment_chain.h"

#include <algorithm>

#include "server/protocol/item_frame.h"
#include "server/protocol/websocket_frame.h"

namespace parley {
namespace {

UtcTime timeAt(const Segment &segment, SegmentMark at)
{
    const char *frame = segment.data() + at.bytes;
    const FrameView view = viewServerFrame(frame);
    return itemTime({frame + view.headerBytes, view.bodyBytes});
}

std::uint64_t lastOf(const Segment &segment)
{
    return segment.firstSequence() + segment.filled().messages - 1;
}

} // namespace

Segment &SegmentChain::tailFor(std::size_t bytes, std::uint64_t sequence,
                               std::uint64_t retainedBytes)
{
    if (!m_segments.empty()) {
        Segment &tail = *m_segments.back();
        if (!tail.isSealed() && tail.capacity() - tail.filled().bytes >= bytes)
            return tail;
        tail.seal();
    }
    // At least four segments within what is kept, so that trimming one never empties the log.
    const auto ceiling = std::min<std::size_t>(kSegmentBytes, retainedBytes / 4);
    const std::size_t usual = m_segments.empty()
        ? kFirstSegmentBytes
        : std::min(ceiling, m_segments.back()->capacity() * 2);
    m_segments.push_back(std::make_shared<Segment>(std::max(usual, bytes), sequence));
    return *m_segments.back();
}

void SegmentChain::countFrame(std::size_t bytes, UtcTime time)
{
    m_keptBytes += bytes;
    Segment &tail = *m_segments.back();
    tail.newestTime = std::max(tail.newestTime, time);
}

void SegmentChain::seal()
{
    if (!m_segments.empty())
        m_segments.back()->seal();
}

std::optional<std::uint64_t> SegmentChain::first() const
{
    if (m_segments.empty())
        return std::nullopt;
    return m_segments.front()->firstSequence() + m_forgotten.messages;
}

std::uint64_t SegmentChain::oldestEnd() const
{
    return lastOf(*m_segments.front());
}

SegmentChain::Place SegmentChain::find(std::uint64_t sequence) const
{
    const auto holdsOrFollows = std::lower_bound(
        m_segments.begin(), m_segments.end(), sequence,
        [](const auto &segment, std::uint64_t wanted) {
            return segment->isSealed()
                && segment->firstSequence() + segment->filled().messages <= wanted;
        });
    if (holdsOrFollows == m_segments.end())
        return {};
    const auto &segment = *holdsOrFollows;
    SegmentMark at = segment == m_segments.front() ? m_forgotten : SegmentMark{};
    const std::uint64_t first = segment->firstSequence() + at.messages;
    if (first < sequence)
        at = segment->markBehind(at, sequence - segment->firstSequence());
    return {segment, at, std::max(first, sequence)};
}

UtcTime SegmentChain::timeOf(const Place &place)
{
    return timeAt(*place.segment, place.at);
}

std::uint64_t SegmentChain::showThrough(std::uint64_t sequence)
{
    std::uint64_t bytes = 0;
    for (const auto &segment : m_segments) {
        const SegmentMark filled = segment->filled();
        const SegmentMark before = segment->visible();
        if (before == filled)
            continue;
        if (segment->firstSequence() > sequence)
            break;
        const std::uint64_t wanted = sequence + 1 - segment->firstSequence();
        const SegmentMark after
            = wanted >= filled.messages ? filled : segment->markBehind(before, wanted);
        segment->setVisible(after);
        bytes += after.bytes - before.bytes;
    }
    return bytes;
}

std::uint64_t SegmentChain::visibleBytesBehind(const Segment *segment, std::uint64_t sequence) const
{
    std::uint64_t bytes = 0;
    for (auto each = m_segments.rbegin(); each != m_segments.rend(); ++each) {
        if ((*each)->firstSequence() <= sequence || each->get() == segment)
            break;
        bytes += (*each)->visible().bytes;
    }
    return bytes;
}

std::optional<std::uint64_t> SegmentChain::firstSince(UtcTime time) const
{
    SegmentMark at = m_forgotten;
    for (const auto &segment : m_segments) {
        const SegmentMark end = segment->filled();
        if (segment->newestTime >= time)
            for (; at != end; at = segment->markBehind(at, at.messages + 1))
                if (timeAt(*segment, at) >= time)
                    return segment->firstSequence() + at.messages;
        at = {};
    }
    return std::nullopt;
}

std::uint64_t SegmentChain::lastBefore(UtcTime time) const
{
    std::uint64_t last = 0;
    SegmentMark at = m_forgotten;
    for (const auto &segment : m_segments) {
        const UtcTime limit = time + segment->clockShift;
        const SegmentMark end = segment->filled();
        if (segment->newestTime >= limit)
            while (at != end && timeAt(*segment, at) < limit)
                at = segment->markBehind(at, at.messages + 1);
        else
            at = end;
        if (at.messages > 0)
            last = segment->firstSequence() + at.messages - 1;
        if (at != end)
            return last;
        at = {};
    }
    return last;
}

void SegmentChain::forgetOldest()
{
    m_keptBytes -= m_segments.front()->filled().bytes;
    m_segments.front()->forget();
    m_segments.pop_front();
    m_forgotten = {};
}

void SegmentChain::forgetBeyond(std::uint64_t maxBytes, std::uint64_t through)
{
    while (m_segments.size() > 1 && m_keptBytes > maxBytes
           && lastOf(*m_segments.front()) <= through)
        forgetOldest();
}

void SegmentChain::forgetThrough(std::uint64_t sequence)
{
    while (!m_segments.empty() && lastOf(*m_segments.front()) <= sequence) {
        m_segments.front()->seal(); // the tail too: the next message begins a new one
        forgetOldest();
    }
    if (m_segments.empty() || sequence < m_segments.front()->firstSequence() + m_forgotten.messages)
        return;
    const Segment &oldest = *m_segments.front();
    m_forgotten = oldest.markBehind(m_forgotten, sequence + 1 - oldest.firstSequence());
}

void SegmentChain::clockSet(std::chrono::milliseconds by)
{
    seal(); // a segment has one shift for all its messages
    for (const auto &segment : m_segments)
        segment->clockShift -= by;
}

} // namespace parley
