#pragma once

#include <cstdint>
#include <optional>

#include "server/protocol/start_point.h"
#include "server/topics/cursor.h"
#include "server/types/topic.h"

namespace parley {

class SegmentChain;

// The first message that a reader gets, and what he must be told before.
struct ReaderStart {
    std::uint64_t next = 1;
    std::optional<Gap> gap{};
};

// The messages of a log that readers can have now: from first to end, without end.
// Thread: a value; taken under the log's lock, with the chain that it describes.
struct ReadableRange {
    std::uint64_t page = 0;
    std::uint64_t first = 1; // equal to end when there is none
    std::uint64_t end = 1; // at least 1
    std::optional<EarlierPages> earlier{};

    ReaderStart startFor(const StartPoint &start, const SegmentChain &chain) const;
    std::uint64_t newest(std::uint64_t messages) const; // the first of so many, or of all

private:
    ReaderStart startAfter(Position asked) const;
};

} // namespace parley
