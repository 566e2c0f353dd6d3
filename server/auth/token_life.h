#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>

#include "server/auth/publish_rate.h"
#include "server/base/clock.h"
#include "server/types/token.h"

namespace parley {

// What changes about a token while it lives; one for all of its secrets, and for everybody who
// holds it. Nothing here waits. Thread: any.
class TokenLife final
{
public:
    explicit TokenLife(const Token &token);

    bool isRevoked() const { return m_revokedAt.load(std::memory_order_acquire) != kNever; }
    std::optional<UtcTime> revokedAt() const { return timeOf(m_revokedAt); }
    //! \return when it was revoked: \p now, unless it was before.
    UtcTime revoke(UtcTime now);

    bool isUsed() const { return m_usedAt.load(std::memory_order_acquire) != kNever; }
    std::optional<UtcTime> usedAt() const { return timeOf(m_usedAt); }
    //! Of a one-use token. \return whether this is the use: of all callers one gets it.
    bool use(UtcTime now);

    std::optional<UtcTime> lastUsedAt() const { return timeOf(m_lastUsedAt); }
    //! \return whether nobody has noted a use since takeNoted().
    bool noteUse(UtcTime now);
    std::optional<UtcTime> takeNoted();

    //! Takes one of \p max places for a connection (0: there is no bound). \return whether there
    //! was one; it is given back by leave().
    bool enter(std::uint32_t max);
    void leave() { m_connections.fetch_sub(1, std::memory_order_relaxed); }
    std::uint32_t connections() const { return m_connections.load(std::memory_order_relaxed); }

    PublishRate &publishes() { return m_publishes; }
    PublishRate &requests() { return m_requests; }

    //! One change of secrets at a time. \return whether it is the caller's now, until endChange().
    bool beginChange() { return !m_changing.exchange(true, std::memory_order_acq_rel); }
    void endChange() { m_changing.store(false, std::memory_order_release); }

private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
    using AtomicTime = std::atomic<std::int64_t>; // milliseconds since 1970, or kNever

    static std::int64_t from(const std::optional<UtcTime> &time);
    static std::optional<UtcTime> timeOf(const AtomicTime &time);

    AtomicTime m_revokedAt;
    AtomicTime m_usedAt;
    AtomicTime m_lastUsedAt;
    PublishRate m_publishes;
    PublishRate m_requests;
    std::atomic<std::uint32_t> m_connections{0};
    std::atomic<bool> m_noted{false};
    std::atomic<bool> m_changing{false};
};

} // namespace parley
