#include "server/auth/token_life.h"

namespace parley {

TokenLife::TokenLife(const Token &token) :
    m_revokedAt(from(token.revokedAt)), m_usedAt(from(token.usedAt)),
    m_lastUsedAt(from(token.lastUsedAt)), m_publishes(token.limits.publishPerSecond),
    m_requests(token.limits.requestsPerSecond)
{
}

std::int64_t TokenLife::from(const std::optional<UtcTime> &time)
{
    return time ? epochMilliseconds(*time) : kNever;
}

std::optional<UtcTime> TokenLife::timeOf(const AtomicTime &time)
{
    const std::int64_t ms = time.load(std::memory_order_acquire);
    return ms == kNever ? std::nullopt : std::optional(fromEpochMilliseconds(ms));
}

UtcTime TokenLife::revoke(UtcTime now)
{
    std::int64_t never = kNever;
    if (m_revokedAt.compare_exchange_strong(never, epochMilliseconds(now)))
        return now;
    return fromEpochMilliseconds(never); // what it was instead
}

bool TokenLife::use(UtcTime now)
{
    std::int64_t never = kNever;
    return m_usedAt.compare_exchange_strong(never, epochMilliseconds(now));
}

bool TokenLife::noteUse(UtcTime now)
{
    m_lastUsedAt.store(epochMilliseconds(now), std::memory_order_relaxed);
    // Read first: of a busy token only the first use writes to what all loops share.
    return !m_noted.load(std::memory_order_relaxed)
        && !m_noted.exchange(true, std::memory_order_acq_rel);
}

std::optional<UtcTime> TokenLife::takeNoted()
{
    m_noted.store(false, std::memory_order_release); // before the time: a later use is noted again
    return lastUsedAt();
}

bool TokenLife::enter(std::uint32_t max)
{
    std::uint32_t now = m_connections.load(std::memory_order_relaxed);
    do {
        if (max != 0 && now >= max)
            return false;
    } while (!m_connections.compare_exchange_weak(now, now + 1, std::memory_order_relaxed));
    return true;
}

} // namespace parley
