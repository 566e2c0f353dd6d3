#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/base/clock.h"
#include "server/protocol/websocket_frame.h"

namespace parley {

// How far a segment reaches: messages and bytes, in one word so that a reader sees both or neither.
struct SegmentMark {
    std::uint32_t messages = 0;
    std::uint32_t bytes = 0;

    friend bool operator==(const SegmentMark &, const SegmentMark &) = default;
};

// A run of frames ready to send, each encoded once:
//
//   | frame | frame | frame |........|
//   0               visible  filled   capacity
//
// Written under the log's lock, read by everybody without one: `filled` and `visible` publish the
// bytes below them, `sealed` says that no more will come. Readers of a durable topic see a message
// when `visible` passes it, after the commit; for the other topics both marks move together.
class Segment
{
public:
    Segment(std::size_t capacity, std::uint64_t firstSequence) :
        m_data(std::make_unique_for_overwrite<char[]>(capacity)), m_capacity(capacity),
        m_firstSequence(firstSequence)
    {
    }

    const char *data() const { return m_data.get(); }
    char *data() { return m_data.get(); }
    std::size_t capacity() const { return m_capacity; }
    std::uint64_t firstSequence() const { return m_firstSequence; }

    SegmentMark filled() const { return load(m_filled); }
    SegmentMark visible() const { return load(m_visible); }
    bool isSealed() const { return m_sealed.load(std::memory_order_acquire); }

    void setFilled(SegmentMark mark) { store(m_filled, mark); }
    void setVisible(SegmentMark mark) { store(m_visible, mark); }
    void seal() { m_sealed.store(true, std::memory_order_release); }

    //! The mark behind the first \p messages messages, found by walking on from \p from.
    SegmentMark markBehind(SegmentMark from, std::uint64_t messages) const
    {
        while (from.messages < messages) {
            from.bytes += static_cast<std::uint32_t>(viewServerFrame(data() + from.bytes).size());
            ++from.messages;
        }
        return from;
    }

    //! The log no longer keeps it. A reader who still holds it and cannot go on lets go of it.
    bool isForgotten() const { return m_forgotten.load(std::memory_order_relaxed); }
    void forget() { m_forgotten.store(true, std::memory_order_relaxed); }

    // For the log, under its lock.
    UtcTime newestTime{}; // of its messages, by the wall clock of their moment
    std::chrono::milliseconds clockShift{0}; // what to add to today's time to compare it with them

private:
    static SegmentMark load(const std::atomic<std::uint64_t> &word)
    {
        const std::uint64_t value = word.load(std::memory_order_acquire);
        return {static_cast<std::uint32_t>(value >> 32), static_cast<std::uint32_t>(value)};
    }
    static void store(std::atomic<std::uint64_t> &word, SegmentMark mark)
    {
        word.store(std::uint64_t{mark.messages} << 32 | mark.bytes, std::memory_order_release);
    }

    std::unique_ptr<char[]> m_data;
    std::size_t m_capacity;
    std::uint64_t m_firstSequence;
    std::atomic<std::uint64_t> m_filled{0};
    std::atomic<std::uint64_t> m_visible{0};
    std::atomic<bool> m_sealed{false};
    std::atomic<bool> m_forgotten{false};
};

} // namespace parley
