#pragma once

#include <vector>

#include "server/base/digest.h"
#include "server/store/database.h"
#include "server/types/token.h"

namespace parley {

struct StoredToken {
    Token token{};
    Sha256Digest digest{}; // of the secret; the secret itself is kept nowhere
};

// Tokens, without their secrets. Thread: store.
class TokenTable final
{
public:
    explicit TokenTable(const Database &database);

    Result<void> put(const Token &token, const Sha256Digest &digest);
    Result<void> setRevoked(const std::string &id, UtcTime at);
    Result<void> remove(const std::string &id);
    Result<std::vector<StoredToken>> all();

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_setRevoked;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
