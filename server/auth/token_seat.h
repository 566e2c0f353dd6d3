#pragma once

#include <memory>
#include <utility>

#include "server/auth/token_entry.h"

namespace parley {

// A connection's place among those that its token may have at the same time; given back when it
// ends or is destroyed. Thread: any one at a time.
class TokenSeat final
{
public:
    TokenSeat() = default; // nobody's
    ~TokenSeat() { leave(); }
    TokenSeat(TokenSeat &&other) noexcept :
        m_token(std::move(other.m_token)), m_taken(std::exchange(other.m_taken, false))
    {
    }
    TokenSeat &operator=(TokenSeat &&other) noexcept
    {
        leave();
        m_token = std::move(other.m_token);
        m_taken = std::exchange(other.m_taken, false);
        return *this;
    }

    //! RateLimited when the token has its maxConnections already.
    static Result<TokenSeat> take(std::shared_ptr<const TokenEntry> token)
    {
        if (!token->life().enter(token->token().limits.maxConnections))
            return Error{ErrorCode::RateLimited, "the token has all the connections it may have"};
        TokenSeat seat;
        seat.m_token = std::move(token);
        seat.m_taken = true;
        return seat;
    }

    //! The token stays known.
    void leave()
    {
        if (std::exchange(m_taken, false))
            m_token->life().leave();
    }
    const std::shared_ptr<const TokenEntry> &token() const { return m_token; }

private:
    std::shared_ptr<const TokenEntry> m_token;
    bool m_taken = false;
};

} // namespace parley
