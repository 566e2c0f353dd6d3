#include "server/auth/token_registry.h"

#include <algorithm>
#include <mutex>

#include "server/auth/token_secret.h"
#include "server/base/ulid.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

Result<void> checkText(std::string_view what, std::string_view text, std::size_t maxBytes)
{
    if (text.size() > maxBytes)
        return Error{ErrorCode::InvalidArgument,
                     std::string(what) + " must have at most " + std::to_string(maxBytes)
                         + " bytes"};
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!isValidUtf8(text) || std::any_of(text.begin(), text.end(), isControl))
        return Error{ErrorCode::InvalidArgument,
                     std::string(what) + " must be UTF-8 without control characters"};
    return {};
}

Result<void> check(const TokenRequest &request)
{
    if (auto ok = checkText("label", request.label, Token::kMaxLabelBytes); !ok)
        return ok;
    if (auto ok = checkText("publisherId", request.publisherId, Token::kMaxPublisherIdBytes); !ok)
        return ok;
    if (request.scope.isEmpty())
        return Error{ErrorCode::InvalidArgument, "a token needs a grant or the admin scope"};
    if (request.scope.grants.size() > Scope::kMaxGrants)
        return Error{ErrorCode::LimitExceeded, "a token has at most 64 grants"};
    if (request.publishPerSecond > PublishRate::kMaxPerSecond)
        return Error{ErrorCode::InvalidArgument, "publishPerSecond must be at most 1000000"};
    if (request.validFor
        && (*request.validFor <= std::chrono::seconds{0}
            || *request.validFor > TokenRegistry::kMaxLifetime))
        return Error{ErrorCode::InvalidArgument, "validForSeconds must be 1 to 316224000"};
    return {};
}

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
    if (auto ok = check(request); !ok)
        return ok.error();
    {
        std::shared_lock guard(m_lock);
        if (m_byId.size() >= kMaxTokens)
            return Error{ErrorCode::LimitExceeded, "the broker has its 100,000 tokens"};
    }
    IssuedToken issued;
    issued.token.createdAt = m_clock.utc();
    issued.token.id = "tok_" + makeUlid(issued.token.createdAt, m_random);
    issued.token.label = request.label;
    issued.token.publisherId = request.publisherId;
    issued.token.scope = request.scope;
    issued.token.limits.publishPerSecond = request.publishPerSecond;
    if (request.validFor)
        issued.token.validUntil = now() + *request.validFor;
    issued.secret = TokenSecret::make(request.validFor.has_value(), m_random);
    issued.digest = TokenSecret::digest(issued.secret);
    return issued;
}

void TokenRegistry::add(Token token, const Sha256Digest &digest)
{
    std::unique_lock guard(m_lock);
    if (token.revokedAt)
        m_revokedAt[token.id] = *token.revokedAt;
    auto entry = std::make_shared<TokenEntry>(std::move(token), digest);
    m_byId[entry->token().id] = entry;
    m_byDigest[digest] = std::move(entry);
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
    if (!entry || isOver(*entry))
        return unknownToken();
    return entry;
}

Result<Token> TokenRegistry::revoke(std::string_view id)
{
    std::unique_lock guard(m_lock);
    const auto found = m_byId.find(std::string(id));
    if (found == m_byId.end())
        return Error{ErrorCode::NotFound, "no such token"};
    found->second->setRevoked();
    Token token = found->second->token();
    token.revokedAt = m_revokedAt.try_emplace(token.id, m_clock.utc()).first->second;
    return token;
}

std::shared_ptr<const TokenEntry> TokenRegistry::find(std::string_view id) const
{
    std::shared_lock guard(m_lock);
    const auto found = m_byId.find(std::string(id));
    return found == m_byId.end() ? nullptr : found->second;
}

Token TokenRegistry::withEnd(const TokenEntry &entry) const
{
    Token token = entry.token();
    if (const auto revoked = m_revokedAt.find(token.id); revoked != m_revokedAt.end())
        token.revokedAt = revoked->second;
    if (const UtcTime at = now(); entry.hasExpired(at)) // the clock may have been set back since
        token.validUntil = std::min(*token.validUntil, at);
    return token;
}

std::optional<Token> TokenRegistry::describe(std::string_view id) const
{
    std::shared_lock guard(m_lock);
    const auto found = m_byId.find(std::string(id));
    return found == m_byId.end() ? std::nullopt : std::optional(withEnd(*found->second));
}

std::vector<std::string> TokenRegistry::forgetEnded()
{
    const UtcTime latest = now() - kListedAfterEnd;
    std::vector<std::string> forgotten;
    std::unique_lock guard(m_lock);
    for (auto each = m_byId.begin(); each != m_byId.end();) {
        const Token token = withEnd(*each->second);
        const bool ended = (token.revokedAt && *token.revokedAt < latest)
            || (token.validUntil && *token.validUntil < latest);
        if (!ended) {
            ++each;
            continue;
        }
        m_byDigest.erase(each->second->digest());
        m_revokedAt.erase(token.id);
        forgotten.push_back(token.id);
        each = m_byId.erase(each);
    }
    return forgotten;
}

std::vector<Token> TokenRegistry::all() const
{
    std::vector<Token> tokens;
    {
        std::shared_lock guard(m_lock);
        tokens.reserve(m_byId.size());
        for (const auto &[id, entry] : m_byId)
            tokens.push_back(withEnd(*entry));
    }
    std::sort(tokens.begin(), tokens.end(),
              [](const Token &a, const Token &b) { return a.id < b.id; });
    return tokens;
}

} // namespace parley
