#include "server/auth/token_registry.h"
#include "server/auth/token_secret.h"

// Rotation and refresh: another secret for a token that stays the same otherwise.
namespace parley {

// The caller holds the lock and began the change.
IssuedToken TokenRegistry::changed(const Held &held, std::chrono::seconds overlap) const
{
    IssuedToken changed;
    changed.token = described(*held.current);
    changed.token.previousSecretUntil = now() + overlap;
    changed.secret = TokenSecret::make(changed.token.kind, m_random);
    changed.digest = TokenSecret::digest(changed.secret);
    changed.digest.previous = held.current->digest();
    if (held.spare)
        changed.digest.refresh = held.spare->refresh;
    return changed;
}

Result<IssuedToken> TokenRegistry::makeRotation(std::string_view id, std::chrono::seconds overlap)
{
    if (overlap.count() < 0 || overlap > kMaxOverlap)
        return Error{ErrorCode::InvalidArgument, "overlapSeconds must be 0 to 604800"};
    std::shared_lock guard(m_lock);
    const auto found = m_byId.find(id);
    if (found == m_byId.end())
        return Error{ErrorCode::NotFound, "no such token"};
    const TokenEntry &entry = *found->second.current;
    if (entry.token().kind != TokenKind::Key)
        return Error{ErrorCode::FailedPrecondition, "only a key gets another secret"};
    if (isOver(entry) || entry.life().isUsed())
        return Error{ErrorCode::FailedPrecondition, "the token has ended"};
    if (!entry.life().beginChange())
        return Error{ErrorCode::Busy, "the token's secret is being changed already"};
    return changed(found->second, overlap);
}

Result<IssuedToken> TokenRegistry::makeRefresh(std::string_view refreshSecret)
{
    const Error unknown{ErrorCode::Unauthenticated,
                        "the refresh secret is unknown, or its token has ended"};
    if (refreshSecret.empty() || refreshSecret.size() > TokenSecret::kMaxBytes)
        return unknown;
    const Sha256Digest digest = TokenSecret::digest(refreshSecret);
    std::shared_lock guard(m_lock);
    const auto id = m_byRefresh.find(digest);
    if (id == m_byRefresh.end())
        return unknown;
    const Held &held = m_byId.find(id->second)->second;
    if (isOver(*held.current) || held.current->life().isUsed())
        return unknown;
    if (!held.current->life().beginChange())
        return Error{ErrorCode::Busy, "the token's secret is being changed already"};
    IssuedToken next = changed(held, kRefreshOverlap);
    next.token.validUntil = now() + next.token.validFor;
    next.refreshSecret = TokenSecret::makeRefresh(m_random);
    next.digest.refresh = TokenSecret::digest(next.refreshSecret);
    return next;
}

// A secret that a rotation before this one had left working ends now.
void TokenRegistry::takeAway(const std::shared_ptr<TokenEntry> &previous)
{
    if (!previous)
        return;
    previous->endAt(now());
    m_byDigest.erase(previous->digest());
}

void TokenRegistry::replace(const IssuedToken &changed)
{
    std::unique_lock guard(m_lock);
    const auto found = m_byId.find(changed.token.id);
    if (found == m_byId.end()) // it ended so long ago that it was forgotten meanwhile
        return;
    auto node = m_byId.extract(found);
    Held &held = node.mapped();
    if (!held.spare)
        held.spare = std::make_unique<Spare>();
    takeAway(held.spare->previous);
    held.spare->previous = held.current;
    held.spare->previous->endAt(*changed.token.previousSecretUntil);
    if (held.spare->refresh)
        m_byRefresh.erase(*held.spare->refresh);
    held.spare->refresh = changed.digest.refresh;
    if (held.spare->refresh)
        m_byRefresh[*held.spare->refresh] = changed.token.id;
    held.current = std::make_shared<TokenEntry>(changed.token, changed.digest.current,
                                                held.current->sharedLife());
    m_byDigest[changed.digest.current] = held.current;
    node.key() = held.current->token().id; // the old key's text is the old entry's
    held.current->life().endChange();
    m_byId.insert(std::move(node));
}

void TokenRegistry::dropChange(std::string_view id)
{
    if (const auto entry = find(id))
        entry->life().endChange();
}

} // namespace parley
