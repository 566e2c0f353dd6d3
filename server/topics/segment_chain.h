#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

#include "server/base/clock.h"
#include "server/topics/segment.h"

namespace parley {

// The frames that a topic keeps: segments, oldest first, and the first message in them that may
// still be read. Forgets whole segments when they are old, and single messages in the oldest one.
// Thread: any, under the lock of its TopicLog.
class SegmentChain final
{
public:
    //! Segments start small, since most topics are, and double up to this.
    static constexpr std::size_t kFirstSegmentBytes = 4 * 1024;
    static constexpr std::size_t kSegmentBytes = 256 * 1024;

    //! Room at the end for a frame of \p bytes with the number \p sequence.
    Segment &tailFor(std::size_t bytes, std::uint64_t sequence, std::uint64_t retainedBytes);
    void countFrame(std::size_t bytes, UtcTime time); // it was written to the tail
    void seal(); // the next message begins a segment

    bool isEmpty() const { return m_segments.empty(); }
    std::uint64_t keptBytes() const { return m_keptBytes; } // frames in memory
    std::optional<std::uint64_t> first() const; // oldest that may be read; nullopt: nothing is kept
    std::uint64_t oldestEnd() const; // last message of the oldest segment; not while isEmpty()

    // Where a message stands.
    struct Place {
        std::shared_ptr<Segment> segment{}; // null: it is not there, and none behind it either
        SegmentMark at{};
        std::uint64_t sequence = 0; // of the message there
    };
    //! The message \p sequence, or the first that is kept behind it.
    Place find(std::uint64_t sequence) const;
    static UtcTime timeOf(const Place &place); // of the message there
    //! The first message that was published at \p time or later; nullopt: there is none.
    std::optional<std::uint64_t> firstSince(UtcTime time) const;

    //! Readers may see everything up to \p sequence. \return how many bytes that is more than
    //! before.
    std::uint64_t showThrough(std::uint64_t sequence);
    //! Of frames in segments behind \p segment, where a reader stands, or behind \p sequence.
    std::uint64_t visibleBytesBehind(const Segment *segment, std::uint64_t sequence) const;

    //! Forgets whole segments, but the last and what lies behind \p through, until the rest fits.
    void forgetBeyond(std::uint64_t maxBytes, std::uint64_t through);
    //! Forgets everything up to \p sequence.
    void forgetThrough(std::uint64_t sequence);
    //! The last message from the beginning on that was published before \p time; 0: none.
    std::uint64_t lastBefore(UtcTime time) const;
    //! The wall clock was set by so much: what is kept does not become older or younger by it.
    void clockSet(std::chrono::milliseconds by);

private:
    void forgetOldest();

    std::deque<std::shared_ptr<Segment>> m_segments; // empty until the first message
    SegmentMark m_forgotten{}; // within the oldest segment
    std::uint64_t m_keptBytes = 0;
};

} // namespace parley
