#include "server/topics/readable_range.h"

#include <algorithm>

#include "server/topics/segment_chain.h"

namespace parley {

ReaderStart ReadableRange::startFor(const StartPoint &start, const SegmentChain &chain) const
{
    if (std::holds_alternative<FromEarliest>(start))
        return {first};
    if (const auto *last = std::get_if<FromLast>(&start))
        return {newest(last->count)};
    if (const auto *after = std::get_if<FromAfter>(&start))
        return startAfter(after->position);
    if (const auto *since = std::get_if<FromTime>(&start))
        return {std::min(chain.firstSince(since->time).value_or(end), end)};
    return {end};
}

std::uint64_t ReadableRange::newest(std::uint64_t messages) const
{
    return std::max(first, end - std::min(messages, end - 1));
}

ReaderStart ReadableRange::startAfter(Position asked) const
{
    if (asked.page == page && asked.sequence + 1 >= first && asked.sequence < end)
        return {asked.sequence + 1};
    // Another page, no longer kept, or from the future: he must know that his count is broken.
    std::uint64_t next = first;
    if (asked.page == page && asked.sequence >= end)
        next = end;
    else if (earlier && asked.page == earlier->last) // numbers count on
        next = std::max(first, std::min(asked.sequence, earlier->lastSequence) + 1);
    return {next, Gap{asked, {page, next}}};
}

} // namespace parley
