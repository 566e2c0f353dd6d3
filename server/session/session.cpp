#include "server/session/session.h"

namespace parley {

bool Session::endWithToken(const TokenRegistry &tokens)
{
    if (!tokens.isOver(*token()))
        return false;
    if (token()->isRevoked())
        end(CloseCode::TokenRevoked, "the token was revoked");
    else
        end(CloseCode::TokenExpired, "the token expired");
    return true;
}

} // namespace parley
