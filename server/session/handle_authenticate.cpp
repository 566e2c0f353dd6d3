#include "server/auth/token_origin.h"
#include "server/protocol/limits.h"
#include "server/session/websocket_session.h"

namespace parley {

// A token may be shown once. Source: server/protocol/README.md, sections 2 and 5.1.
void WebSocketSession::handle(Id id, const AuthenticateCommand &command)
{
    if (!m_newcomer) {
        fail(id, {ErrorCode::FailedPrecondition, "this socket has shown its token already"});
        return;
    }
    const auto shown = m_services.tokens.authenticate(command.secret);
    if (!shown) {
        const Error answer = m_services.refusals.wrongToken(
            "authenticate", m_connection.peerAddress(), shown.error());
        end(answer.code == ErrorCode::RateLimited ? CloseCode::WrongTokens
                                                  : CloseCode::Unauthenticated,
            answer.message);
        return;
    }
    if (auto ok = checkTokenOrigin((*shown)->token(), m_newcomer->origin); !ok) {
        m_services.refusals.denied("authenticate", (*shown)->token().id, m_connection.peerAddress(),
                                   {}, ok.error().code);
        end(CloseCode::Unauthenticated, ok.error().message);
        return;
    }
    auto seat = TokenSeat::take(*shown);
    if (!seat) {
        end(CloseCode::TooManyConnections, seat.error().message);
        return;
    }
    m_newcomer->seat = std::move(*seat);
    if (!(*shown)->token().oneUse) {
        entered(id, {});
        return;
    }
    m_connection.pauseReading(); // until its use is stored
    m_services.gate.enter(**shown, m_connection.loop(),
                          [self = weakSelf(), id](const Result<void> &stored) {
                              if (const auto session = self.lock())
                                  (*session)->entered(id, stored);
                          });
}

void WebSocketSession::entered(Id id, const Result<void> &stored)
{
    if (m_ended)
        return;
    if (!stored) {
        end(CloseCode::Unauthenticated, stored.error().message);
        return;
    }
    const auto newcomer = std::move(m_newcomer);
    accept(std::move(newcomer->seat));
    reply(authenticatedReply(id, token()->token()));
    for (const std::string &text : newcomer->later)
        if (m_ended || !onText(text))
            return;
    readOn();
}

// What was read together with the first message is not lost, and not without a bound.
bool WebSocketSession::keepForLater(std::string_view text)
{
    m_newcomer->laterBytes += text.size() + sizeof(std::string);
    if (m_newcomer->laterBytes > limits::kUnauthenticatedBytes) {
        end(CloseCode::TooBig, "too much before the token was taken");
        return false;
    }
    m_newcomer->later.emplace_back(text);
    return true;
}

void WebSocketSession::handle(Id id, const PingCommand &)
{
    reply(pongReply(id));
}

} // namespace parley
