#pragma once

#include <vector>

#include "server/store/database.h"
#include "server/types/token.h"

namespace parley {

struct StoredToken {
    Token token{};
    TokenDigests digest{}; // of the secrets; they themselves are kept nowhere
};

// Tokens, without their secrets. Thread: store.
class TokenTable final
{
public:
    explicit TokenTable(const Database &database);

    Result<void> put(const Token &token, const TokenDigests &digest); // a new one
    //! After a rotation or a refresh: its digests, its end, and until when the old secret works.
    Result<void> setSecrets(const Token &token, const TokenDigests &digest);
    Result<void> setRevoked(const std::string &id, UtcTime at);
    Result<void> setUsed(const std::string &id, UtcTime at); // of a one-use token
    Result<void> setLastUsed(const std::string &id, UtcTime at);
    Result<void> remove(const std::string &id);
    Result<std::vector<StoredToken>> all();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Result<StoredToken> row();

    Statement m_put;
    Statement m_setSecrets;
    Statement m_setRevoked;
    Statement m_setUsed;
    Statement m_setLastUsed;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
