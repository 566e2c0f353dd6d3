#include "server/session/websocket_session.h"

namespace parley {

// A token may be shown once. Source: server/protocol/README.md, sections 2 and 5.1.
void WebSocketSession::handle(Id id, const AuthenticateCommand &command)
{
    if (m_token) {
        fail(id, {ErrorCode::FailedPrecondition, "this socket has shown its token already"});
        return;
    }
    auto token = m_services.tokens.authenticate(command.secret);
    if (!token) {
        end(CloseCode::Unauthenticated, token.error().message);
        return;
    }
    accept(std::move(*token));
    reply(authenticatedReply(id, m_token->token()));
}

void WebSocketSession::handle(Id id, const PingCommand &)
{
    reply(pongReply(id));
}

} // namespace parley
