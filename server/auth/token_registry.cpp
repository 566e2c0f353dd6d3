#include "server/auth/token_registry.h"

#include <algorithm>

#include "server/auth/token_secret.h"
#include "server/base/ulid.h"

namespace parley {
namespace {

Error unknownToken()
{
    return {ErrorCode::Unauthenticated, "the token is unknown, expired or revoked"};
}

} // namespace

TokenRegistry::TokenRegistry(const Clock &clock, Random &random) :
    m_clock(clock), m_random(random), m_startUtc(clock.utc()), m_start(clock.monotonic())
{
}

UtcTime TokenRegistry::now() const
{
    const auto passed
        = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - m_start);
    return std::max(m_clock.utc(), m_startUtc + passed); // the clock counts a suspended hour too
}

Result<IssuedToken> TokenRegistry::make(const TokenRequest &request) const
{
    if (auto ok = checkTokenRequest(request); !ok)
        return ok.error();
    if (size() >= kMaxTokens)
        return Error{ErrorCode::LimitExceeded, "the broker has its 300,000 tokens"};
    IssuedToken issued;
    Token &token = issued.token;
    token.createdAt = m_clock.utc();
    token.id = "tok_" + makeUlid(token.createdAt, m_random);
    token.kind = request.kind;
    token.label = request.label;
    token.publisherId = request.publisherId;
    token.scope = request.scope;
    token.templates = request.templates;
    token.issuer = request.issuer;
    token.templateName = request.templateName;
    token.room = request.room;
    token.oneUse = request.oneUse;
    token.limits = request.limits;
    token.allowedOrigins = request.allowedOrigins;
    token.refreshable = request.refreshable;
    if (request.validFor) {
        token.validFor = *request.validFor;
        token.validUntil = now() + *request.validFor;
    }
    issued.secret = TokenSecret::make(token.kind, m_random);
    issued.digest = TokenSecret::digest(issued.secret);
    if (token.refreshable) {
        issued.refreshSecret = TokenSecret::makeRefresh(m_random);
        issued.digest.refresh = TokenSecret::digest(issued.refreshSecret);
    }
    return issued;
}

void TokenRegistry::add(Token token, const TokenDigests &digest)
{
    auto life = std::make_shared<TokenLife>(token);
    Held held;
    if (digest.previous || digest.refresh)
        held.spare = std::make_unique<Spare>();
    std::unique_lock guard(m_lock);
    if (digest.previous && token.previousSecretUntil && now() < *token.previousSecretUntil) {
        held.spare->previous = std::make_shared<TokenEntry>(token, *digest.previous, life);
        held.spare->previous->endAt(*token.previousSecretUntil);
        m_byDigest[*digest.previous] = held.spare->previous;
    }
    if (digest.refresh) {
        held.spare->refresh = digest.refresh;
        m_byRefresh[*digest.refresh] = token.id;
    }
    held.current = std::make_shared<TokenEntry>(std::move(token), digest.current, std::move(life));
    m_byDigest[digest.current] = held.current;
    const std::string_view id = held.current->token().id;
    m_byId.insert_or_assign(id, std::move(held));
}

std::shared_ptr<const TokenEntry> TokenRegistry::known(std::string_view secret) const
{
    if (secret.empty() || secret.size() > TokenSecret::kMaxBytes)
        return nullptr;
    const Sha256Digest digest = TokenSecret::digest(secret);
    std::shared_lock guard(m_lock);
    const auto found = m_byDigest.find(digest);
    return found == m_byDigest.end() ? nullptr : found->second;
}

Result<std::shared_ptr<const TokenEntry>> TokenRegistry::authenticate(std::string_view secret) const
{
    auto entry = known(secret);
    if (!entry || isOver(*entry) || entry->life().isUsed())
        return unknownToken();
    if (entry->life().noteUse(m_clock.utc())) {
        std::lock_guard guard(m_usesLock);
        m_uses.push_back(entry);
    }
    return entry;
}

Result<Token> TokenRegistry::revoke(std::string_view id)
{
    const auto entry = find(id);
    if (!entry)
        return Error{ErrorCode::NotFound, "no such token"};
    entry->life().revoke(m_clock.utc());
    return described(*entry);
}

std::shared_ptr<const TokenEntry> TokenRegistry::find(std::string_view id) const
{
    std::shared_lock guard(m_lock);
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second.current;
}

Token TokenRegistry::described(const TokenEntry &entry) const
{
    Token token = entry.token();
    token.revokedAt = entry.life().revokedAt();
    token.usedAt = entry.life().usedAt();
    const UtcTime at = now();
    token.lastUsedAt = entry.life().connections() > 0 ? at : entry.life().lastUsedAt();
    if (token.previousSecretUntil && at >= *token.previousSecretUntil)
        token.previousSecretUntil.reset();
    if (token.validUntil && entry.hasExpired(at)) // the clock may have been set back since
        token.validUntil = std::min(*token.validUntil, at);
    return token;
}

TokenState TokenRegistry::stateOf(const TokenEntry &entry) const
{
    if (entry.isRevoked())
        return TokenState::Revoked;
    if (entry.life().isUsed())
        return TokenState::Used;
    return entry.hasExpired(now()) ? TokenState::Expired : TokenState::Active;
}

std::optional<Token> TokenRegistry::describe(std::string_view id) const
{
    const auto entry = find(id);
    return entry ? std::optional(described(*entry)) : std::nullopt;
}

TokenPage TokenRegistry::page(const TokenQuery &query) const
{
    TokenPage page;
    std::size_t looked = 0;
    std::shared_lock guard(m_lock);
    auto each = query.before.empty() ? m_byId.end() : m_byId.lower_bound(query.before);
    while (each != m_byId.begin() && page.tokens.size() < query.limit
           && looked < TokenQuery::kMaxLooked) {
        --each;
        ++looked;
        const TokenEntry &entry = *each->second.current;
        if (query.matches(entry.token(), stateOf(entry)))
            page.tokens.push_back(described(entry));
    }
    if (each != m_byId.begin())
        page.next = std::string(each->first);
    return page;
}

std::vector<Token>
TokenRegistry::matching(const std::function<bool(const TokenEntry &)> &wanted) const
{
    std::vector<Token> tokens;
    std::shared_lock guard(m_lock);
    for (const auto &[id, held] : m_byId)
        if (wanted(*held.current))
            tokens.push_back(described(*held.current));
    return tokens;
}

std::size_t TokenRegistry::size() const
{
    std::shared_lock guard(m_lock);
    return m_byId.size();
}

std::vector<std::pair<std::string, UtcTime>> TokenRegistry::takeUses()
{
    std::vector<std::shared_ptr<const TokenEntry>> used;
    {
        std::lock_guard guard(m_usesLock);
        used.swap(m_uses);
    }
    std::vector<std::pair<std::string, UtcTime>> uses;
    uses.reserve(used.size());
    for (const auto &entry : used)
        if (const auto time = entry->life().takeNoted())
            uses.emplace_back(entry->token().id, *time);
    return uses;
}

} // namespace parley
