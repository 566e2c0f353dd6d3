#include <algorithm>
#include <unordered_set>

#include "server/auth/token_registry.h"

// How tokens end together, and how the registry lets go of them.
namespace parley {
namespace {

// Whoever was issued by one of \p issuers, and whoever those issued. A token is mostly older than
// what it issued, so one pass nearly does; a clock that was set back costs another one.
template <typename Each>
std::unordered_set<std::string_view> issuedBy(std::string_view issuer, const Each &each)
{
    std::unordered_set<std::string_view> issued;
    for (std::size_t before = 1; before != issued.size();) {
        before = issued.size();
        each([&](const Token &token) {
            if (token.issuer == issuer || issued.count(token.issuer))
                issued.insert(token.id);
        });
    }
    return issued;
}

} // namespace

std::vector<std::string> TokenRegistry::idsOf(const TokenGroup &group) const
{
    std::vector<std::string> ids;
    const auto eachToken = [&](const auto &use) {
        for (const auto &[id, held] : m_byId)
            use(held.current->token());
    };
    if (group.kind == TokenGroup::Kind::Issuer) {
        for (const std::string_view id : issuedBy(group.name, eachToken))
            ids.emplace_back(id);
        return ids;
    }
    eachToken([&](const Token &token) {
        const std::string &name
            = group.kind == TokenGroup::Kind::Template ? token.templateName : token.room;
        if (name == group.name)
            ids.push_back(token.id);
    });
    return ids;
}

std::vector<Token> TokenRegistry::revokeAll(const TokenGroup &group)
{
    std::vector<Token> revoked;
    std::shared_lock guard(m_lock);
    const UtcTime at = m_clock.utc();
    for (const std::string &id : idsOf(group)) {
        const TokenEntry &entry = *m_byId.find(id)->second.current;
        if (entry.isRevoked())
            continue;
        entry.life().revoke(at);
        revoked.push_back(described(entry));
    }
    return revoked;
}

bool TokenRegistry::endedBefore(const TokenEntry &entry, UtcTime latest) const
{
    const auto isBefore = [&](const std::optional<UtcTime> &end) { return end && *end < latest; };
    const UtcTime at = now();
    const auto expired = entry.hasExpired(at)
        ? std::optional(std::min(*entry.token().validUntil, at))
        : std::nullopt;
    return isBefore(entry.life().revokedAt()) || isBefore(expired)
        || (isBefore(entry.life().usedAt()) && entry.life().connections() == 0);
}

void TokenRegistry::drop(ById::iterator held)
{
    const auto node = m_byId.extract(held);
    const auto &[current, spare] = node.mapped();
    m_byDigest.erase(current->digest());
    if (!spare)
        return;
    takeAway(spare->previous);
    if (spare->refresh)
        m_byRefresh.erase(*spare->refresh);
}

std::vector<std::string> TokenRegistry::forgetEnded(std::size_t looked)
{
    const UtcTime latest = now() - kListedAfterEnd;
    std::vector<std::string> forgotten;
    std::unique_lock guard(m_lock);
    auto each = m_byId.upper_bound(m_lookedAt);
    for (std::size_t left = std::min(looked, m_byId.size()); left > 0; --left) {
        if (each == m_byId.end())
            each = m_byId.begin();
        const auto here = each++;
        m_lookedAt = here->first;
        if (!endedBefore(*here->second.current, latest))
            continue;
        forgotten.emplace_back(here->first);
        drop(here);
    }
    return forgotten;
}

std::vector<std::string> TokenRegistry::makeRoom()
{
    constexpr std::chrono::seconds kBetween{1};
    std::vector<std::string> forgotten;
    std::unique_lock guard(m_lock);
    const MonotonicTime at = m_clock.monotonic();
    if (m_madeRoom && at - *m_madeRoom < kBetween)
        return forgotten;
    m_madeRoom = at;
    for (auto each = m_byId.begin(); each != m_byId.end();) {
        const auto here = each++;
        if (!endedBefore(*here->second.current, UtcTime::max()))
            continue;
        forgotten.emplace_back(here->first);
        drop(here);
    }
    return forgotten;
}

} // namespace parley
