#pragma once

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/auth/publish_rate.h"
#include "server/base/clock.h"
#include "server/base/digest.h"
#include "server/base/random.h"
#include "server/types/token.h"

namespace parley {

// A token as the broker holds it. Immutable but for the revocation, which every holder sees at
// once, and what it published lately.
class TokenEntry
{
public:
    TokenEntry(Token token, const Sha256Digest &digest) :
        m_token(std::move(token)), m_digest(digest), m_revoked(m_token.revokedAt.has_value()),
        m_rate(m_token.limits.publishPerSecond)
    {
    }

    const Token &token() const { return m_token; } // its revokedAt may be older than isRevoked()
    const Sha256Digest &digest() const { return m_digest; }
    bool isRevoked() const { return m_revoked.load(std::memory_order_acquire); }
    void setRevoked() { m_revoked.store(true, std::memory_order_release); }
    //! Once somebody saw that it has expired, a clock that is set back changes nothing.
    bool hasExpired(UtcTime now) const
    {
        if (m_token.validUntil && now >= *m_token.validUntil)
            m_expired.store(true, std::memory_order_relaxed);
        return m_expired.load(std::memory_order_relaxed);
    }

    //! Takes so many messages from what the token may publish now. Errors: RateLimited.
    Result<void> takePublishes(std::uint64_t messages, const Clock &clock) const
    {
        if (m_token.limits.publishPerSecond == 0 || m_rate.take(messages, clock.monotonic()))
            return {};
        return Error{ErrorCode::RateLimited, "the token publishes too fast; slow down"};
    }

    bool allows(Right right, const TopicKey &key) const { return m_token.scope.allows(right, key); }

private:
    const Token m_token;
    const Sha256Digest m_digest;
    std::atomic<bool> m_revoked;
    mutable std::atomic<bool> m_expired{false}; // seen so
    mutable PublishRate m_rate;
};

// What a caller asks to be issued.
struct TokenRequest {
    std::string label{};
    std::string publisherId{};
    Scope scope{};
    std::optional<std::chrono::seconds> validFor{}; // nullopt: until revoked
    std::uint32_t publishPerSecond = 0; // at most PublishRate::kMaxPerSecond; 0: no bound
};

struct IssuedToken {
    Token token{};
    Sha256Digest digest{};
    std::string secret{}; // shown once, kept nowhere
};

// All tokens, found by the SHA-256 of what was presented. Thread: any.
class TokenRegistry final
{
public:
    static constexpr std::size_t kMaxTokens = 100'000; // about 60 MB with full grants
    static constexpr std::chrono::hours kMaxLifetime{24 * 366 * 10};
    //! So long an ended token is still listed, for its owner to see what became of it.
    static constexpr std::chrono::hours kListedAfterEnd{24};

    TokenRegistry(const Clock &clock, Random &random);

    //! Checks the request and makes a token. It does not work before add(), which follows when
    //! the store has it. InvalidArgument, LimitExceeded.
    Result<IssuedToken> make(const TokenRequest &request) const;
    void add(Token token, const Sha256Digest &digest);

    //! The token whose secret this is: Unauthenticated when unknown, expired or revoked.
    Result<std::shared_ptr<const TokenEntry>> authenticate(std::string_view secret) const;
    //! The token whose secret this is, also when it has ended; null when it is none's.
    std::shared_ptr<const TokenEntry> known(std::string_view secret) const;
    //! Withdraws it for everybody who holds it. \return the token with its time of revocation.
    Result<Token> revoke(std::string_view id);

    //! The time that tokens expire by: never before what the clock said at the start and what has
    //! passed since, so that a clock that is set back revives nothing.
    UtcTime now() const;
    bool isOver(const TokenEntry &entry) const // revoked or expired
    {
        return entry.isRevoked() || entry.hasExpired(now());
    }

    std::shared_ptr<const TokenEntry> find(std::string_view id) const; // null when there is none
    std::optional<Token> describe(std::string_view id) const; // as all() has it
    //! Drops those that ended longer ago than kListedAfterEnd. \return their ids, for the store.
    std::vector<std::string> forgetEnded();
    std::vector<Token> all() const; // by id, oldest first

private:
    struct DigestHash {
        std::size_t operator()(const Sha256Digest &digest) const noexcept
        {
            std::size_t h; // any eight bytes of a digest are as good as a hash
            std::memcpy(&h, digest.data(), sizeof h);
            return h;
        }
    };

    Token withEnd(const TokenEntry &entry) const; // as it came; the caller holds the lock

    const Clock &m_clock;
    Random &m_random;
    const UtcTime m_startUtc;
    const MonotonicTime m_start;
    mutable std::shared_mutex m_lock;
    std::unordered_map<Sha256Digest, std::shared_ptr<TokenEntry>, DigestHash> m_byDigest;
    std::unordered_map<std::string, std::shared_ptr<TokenEntry>> m_byId;
    std::unordered_map<std::string, UtcTime> m_revokedAt;
};

} // namespace parley
