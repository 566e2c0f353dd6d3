#pragma once

#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/auth/token_entry.h"
#include "server/auth/token_query.h"
#include "server/auth/token_request.h"
#include "server/base/encoding.h"
#include "server/base/random.h"

namespace parley {

struct IssuedToken {
    Token token{};
    TokenDigests digest{};
    std::string secret{}; // shown once, kept nowhere; so is the next
    std::string refreshSecret{}; // "": the token is not refreshable
};

// All tokens, found by the SHA-256 of what was presented. A wrong secret costs the same however
// many of its bytes are right: it is hashed whole, and the hash looked up. Thread: any.
class TokenRegistry final
{
public:
    //! Half a minute of 10,000 a second; 1.2 KB each, as tests/bench/README.md says: 360 MB.
    static constexpr std::size_t kMaxTokens = 300'000;
    static constexpr std::chrono::hours kMaxLifetime = TokenRequest::kMaxLifetime;
    //! So long an ended token is still listed, for its owner to see what became of it.
    static constexpr std::chrono::hours kListedAfterEnd{24};
    static constexpr std::chrono::hours kMaxOverlap{24 * 7}; // of a rotation
    static constexpr std::chrono::seconds kRefreshOverlap{60};

    TokenRegistry(const Clock &clock, Random &random);

    //! Checks the request and makes a token. It does not work before add(), which follows when
    //! the store has it. InvalidArgument, LimitExceeded.
    Result<IssuedToken> make(const TokenRequest &request) const;
    void add(Token token, const TokenDigests &digest);

    //! The token whose secret this is: Unauthenticated when unknown, expired, revoked or used up.
    Result<std::shared_ptr<const TokenEntry>> authenticate(std::string_view secret) const;
    //! The token whose secret this is, also when it has ended; null when it is none's.
    std::shared_ptr<const TokenEntry> known(std::string_view secret) const;
    //! Withdraws it for everybody who holds it. \return the token with its time of revocation.
    Result<Token> revoke(std::string_view id);
    //! The same for a group. \return those that were not revoked before.
    std::vector<Token> revokeAll(const TokenGroup &group);

    //! Makes another secret for a key; the old one works until the overlap ends. Nothing changes
    //! before replace(); exactly one of the two below must follow. NotFound, InvalidArgument,
    //! FailedPrecondition (it has ended, is no key), Busy (another change is under way).
    Result<IssuedToken> makeRotation(std::string_view id, std::chrono::seconds overlap);
    //! The same by a refresh secret, which changes too, as does the end. Unauthenticated, Busy.
    Result<IssuedToken> makeRefresh(std::string_view refreshSecret);
    void replace(const IssuedToken &changed); // the store has it
    void dropChange(std::string_view id); // the store could not take it

    //! The time that tokens expire by: never before what the clock said at the start and what has
    //! passed since, so that a clock that is set back revives nothing.
    UtcTime now() const;
    bool isOver(const TokenEntry &entry) const // revoked or expired
    {
        return entry.isRevoked() || entry.hasExpired(now());
    }

    std::shared_ptr<const TokenEntry> find(std::string_view id) const; // null when there is none
    std::optional<Token> describe(std::string_view id) const; // as all() has it
    TokenPage page(const TokenQuery &query) const;
    //! By id, oldest first. \p wanted is called under the lock.
    std::vector<Token> matching(const std::function<bool(const TokenEntry &)> &wanted) const;
    std::vector<Token> all() const
    {
        return matching([](const TokenEntry &) { return true; });
    }
    std::size_t size() const;
    Token described(const TokenEntry &entry) const; // with what its life says now
    TokenState stateOf(const TokenEntry &entry) const;

    //! Tokens that were used since the last call, with the last time.
    std::vector<std::pair<std::string, UtcTime>> takeUses();
    //! Drops those that ended longer ago than kListedAfterEnd, among the next \p looked. \return
    //! their ids, for the store.
    std::vector<std::string> forgetEnded(std::size_t looked = kMaxTokens);
    //! When the registry is full: drops all that ended, whenever. Looks at most once a second.
    std::vector<std::string> makeRoom();

private:
    struct DigestHash {
        std::size_t operator()(const Sha256Digest &digest) const noexcept
        {
            std::size_t h; // any eight bytes of a digest are as good as a hash
            std::memcpy(&h, digest.data(), sizeof h);
            return h;
        }
    };
    struct DigestEqual {
        bool operator()(const Sha256Digest &a, const Sha256Digest &b) const noexcept
        {
            return equalConstantTime(asText(a), asText(b));
        }
    };
    template <typename Value>
    using ByDigest = std::unordered_map<Sha256Digest, Value, DigestHash, DigestEqual>;

    // What only a few tokens have.
    struct Spare {
        std::shared_ptr<TokenEntry> previous{}; // of a rotation, while it works
        std::optional<Sha256Digest> refresh{};
    };
    struct Held {
        std::shared_ptr<TokenEntry> current{};
        std::unique_ptr<Spare> spare{};
    };
    using ById = std::map<std::string_view, Held>; // keys are views into the current entries

    // The caller holds the lock.
    void drop(ById::iterator held);
    void takeAway(const std::shared_ptr<TokenEntry> &previous);
    bool endedBefore(const TokenEntry &entry, UtcTime latest) const;
    std::vector<std::string> idsOf(const TokenGroup &group) const;
    IssuedToken changed(const Held &held, std::chrono::seconds overlap) const;

    const Clock &m_clock;
    Random &m_random;
    const UtcTime m_startUtc;
    const MonotonicTime m_start;
    mutable std::shared_mutex m_lock; // guards what follows
    ByDigest<std::shared_ptr<TokenEntry>> m_byDigest;
    ByDigest<std::string> m_byRefresh; // ids
    ById m_byId;
    std::string m_lookedAt; // by forgetEnded(): it goes on behind this id
    std::optional<MonotonicTime> m_madeRoom{};
    mutable std::mutex m_usesLock; // guards m_uses
    mutable std::vector<std::shared_ptr<const TokenEntry>> m_uses; // each token once
};

} // namespace parley
