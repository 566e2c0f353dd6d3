#pragma once

#include <algorithm>
#include <memory>

#include "server/auth/token_life.h"

namespace parley {

// One secret of a token, as the broker holds it. While a rotation lets the old secret work on, a
// token has two, which share its life. Thread: any.
class TokenEntry
{
public:
    TokenEntry(Token token, const Sha256Digest &digest, std::shared_ptr<TokenLife> life) :
        m_token(std::move(token)), m_digest(digest), m_life(std::move(life)),
        m_until(m_token.validUntil.value_or(UtcTime::max()))
    {
    }

    //! As it was when the secret was made; what changes since is in life().
    const Token &token() const { return m_token; }
    const Sha256Digest &digest() const { return m_digest; }
    TokenLife &life() const { return *m_life; }
    const std::shared_ptr<TokenLife> &sharedLife() const { return m_life; }

    bool isRevoked() const { return m_life->isRevoked(); }
    //! The secret works no longer from then on; whoever came with it goes.
    void endAt(UtcTime time) { m_until.store(std::min(m_until.load(), time)); }
    //! Once somebody saw that it has expired, a clock that is set back changes nothing.
    bool hasExpired(UtcTime now) const
    {
        if (now >= m_until.load(std::memory_order_relaxed))
            m_expired.store(true, std::memory_order_relaxed);
        return m_expired.load(std::memory_order_relaxed);
    }

    //! Takes so many messages from what the token may publish now. Errors: RateLimited.
    Result<void> takePublishes(std::uint64_t messages, const Clock &clock) const
    {
        if (m_token.limits.publishPerSecond == 0
            || m_life->publishes().take(messages, clock.monotonic()))
            return {};
        return Error{ErrorCode::RateLimited, "the token publishes too fast; slow down"};
    }
    //! The same for one request. Errors: RateLimited.
    Result<void> takeRequest(const Clock &clock) const
    {
        if (m_token.limits.requestsPerSecond == 0 || m_life->requests().take(1, clock.monotonic()))
            return {};
        return Error{ErrorCode::RateLimited, "the token asks too often; slow down"};
    }

    bool allows(Right right, const TopicKey &key) const { return m_token.scope.allows(right, key); }

private:
    const Token m_token;
    const Sha256Digest m_digest;
    const std::shared_ptr<TokenLife> m_life;
    std::atomic<UtcTime> m_until; // of this secret
    mutable std::atomic<bool> m_expired{false}; // seen so
};

} // namespace parley
