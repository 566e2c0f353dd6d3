#include "server/auth/publish_rate.h"

#include <algorithm>
#include <limits>

namespace parley {

using std::chrono::nanoseconds;

namespace {

constexpr nanoseconds kDepth = std::chrono::seconds(1); // of the bucket

} // namespace

PublishRate::PublishRate(std::uint32_t perSecond) :
    m_each(perSecond == 0 ? nanoseconds{0} : nanoseconds(kDepth / std::int64_t{perSecond})),
    m_fullAt(std::numeric_limits<std::int64_t>::min())
{
}

bool PublishRate::take(std::uint64_t messages, MonotonicTime now)
{
    if (m_each == nanoseconds{0})
        return true;
    const std::int64_t instant = nanoseconds(now.time_since_epoch()).count();
    std::int64_t fullAt = m_fullAt.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t from = std::max(fullAt, instant);
        const std::int64_t after = from + static_cast<std::int64_t>(messages) * m_each.count();
        if (from != instant && after - instant > kDepth.count())
            return false;
        if (m_fullAt.compare_exchange_weak(fullAt, after, std::memory_order_relaxed))
            return true;
    }
}

} // namespace parley
