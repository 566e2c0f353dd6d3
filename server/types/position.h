#pragma once

#include <compare>
#include <cstdint>

namespace parley {

//! Place of a message in a topic. Sequences start at 1 and never repeat within a page; a page
//! changes (and grows) when history was lost or the topic was made anew. Both stay below 2^53, so
//! that a JavaScript number holds them exactly.
struct Position {
    std::uint64_t page = 0; // 0: none yet
    std::uint64_t sequence = 0; // 0: before the first message

    friend auto operator<=>(const Position &, const Position &) = default;
};

} // namespace parley
