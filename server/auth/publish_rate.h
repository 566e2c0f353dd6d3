#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "server/base/clock.h"

namespace parley {

// How fast one token may publish, over all its connections: a bucket that holds the messages of one
// second and fills evenly. Kept as the instant when it will be full again (GCRA, ITU-T I.371,
// annex A). Thread: any.
class PublishRate final
{
public:
    static constexpr std::uint32_t kMaxPerSecond = 1'000'000;

    //! \param perSecond messages, at most kMaxPerSecond; 0: no bound.
    explicit PublishRate(std::uint32_t perSecond);

    //! Takes \p messages out of the bucket, or nothing when it has not so many. A full one takes
    //! any number, so that a large batch is possible at all, and then owes what it did not have.
    //! \return whether they may be published now.
    bool take(std::uint64_t messages, MonotonicTime now);

private:
    const std::chrono::nanoseconds m_each; // between two messages at an even pace; 0: no bound
    std::atomic<std::int64_t> m_fullAt; // nanoseconds of the monotonic clock
};

} // namespace parley
