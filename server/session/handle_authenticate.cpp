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
        const Error answer = m_services.refusals.wrongToken(
            "authenticate", m_connection.peerAddress(), token.error());
        end(answer.code == ErrorCode::RateLimited ? CloseCode::WrongTokens
                                                  : CloseCode::Unauthenticated,
            answer.message);
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
