#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "server/topics/segment.h"
#include "server/types/position.h"

namespace parley {

enum class CursorEdge : std::uint8_t {
    Visible, // readers: what was committed
    Filled, // the store: what was appended
};

// What a reader who cannot have everything must be told.
struct Gap {
    Position after{}; // the last that he could have had
    Position next{}; // the first that he gets
};

// Whole frames, one behind the other.
struct CursorSpan {
    std::string_view bytes{};
    SegmentMark begin{}; // where the cursor stands
    SegmentMark end{}; // where it stands when it has stepped over them
};

// A reader's place in a log: segment and offset, no queue and no copy. Belongs to its reader's
// thread; the segment it holds stays readable even when the log has let go of it. Made and moved
// from segment to segment by TopicLog.
class Cursor
{
public:
    Cursor() = default;

    //! Frames from here to the edge of this segment; empty when it has no more now.
    CursorSpan span() const
    {
        if (!m_segment)
            return {};
        const SegmentMark edge
            = m_edge == CursorEdge::Visible ? m_segment->visible() : m_segment->filled();
        return {{m_segment->data() + m_at.bytes, edge.bytes - m_at.bytes}, m_at, edge};
    }

    //! \return how many messages were stepped over.
    std::uint32_t consume(const CursorSpan &span) { return consumeTo(span.end); }

    //! Steps to \p mark, which lies before the edge. \return how many messages were stepped over.
    std::uint32_t consumeTo(SegmentMark mark)
    {
        const std::uint32_t messages = mark.messages - m_at.messages;
        m_at = mark;
        return messages;
    }

    //! Steps over one frame of \p bytes.
    void consumeFrame(std::size_t bytes)
    {
        ++m_at.messages;
        m_at.bytes += static_cast<std::uint32_t>(bytes);
    }

    //! True when nothing more will come in this segment: ask TopicLog::advance() for the next.
    bool isSpent() const
    {
        if (!m_segment)
            return true;
        // `sealed` first: a mark read after it is final.
        return m_segment->isSealed() && m_at == m_segment->filled();
    }

    //! Sequence of the last message behind the cursor.
    std::uint64_t sequence() const
    {
        return m_segment ? m_segment->firstSequence() + m_at.messages - 1 : m_before;
    }

    //! Sequence of the last message that the reader had; behind it there may be a gap that he was
    //! not told of yet.
    std::uint64_t lastHad(std::uint64_t page) const
    {
        return m_gap && m_gap->after.page == page ? m_gap->after.sequence : sequence();
    }

    //! It stands where the log keeps nothing any more: see TopicLog::catchUp().
    bool isForgotten() const { return m_segment && m_segment->isForgotten(); }

    bool hasGap() const { return m_gap.has_value(); }
    //! Said once, when the cursor was made or moved where something is missing.
    std::optional<Gap> takeGap() { return std::exchange(m_gap, std::nullopt); }

private:
    friend class TopicLog;

    // What was left out before and not said yet is part of it.
    void leaveOut(Position after, Position next)
    {
        m_gap = Gap{m_gap ? m_gap->after : after, next};
    }

    std::shared_ptr<Segment> m_segment; // null: the log had none to stand in
    SegmentMark m_at{};
    CursorEdge m_edge = CursorEdge::Visible;
    std::uint64_t m_before = 0; // sequence() while there is no segment
    std::optional<Gap> m_gap{};
};

} // namespace parley
