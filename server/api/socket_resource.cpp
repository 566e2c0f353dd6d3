#include "server/api/api.h"

#include "server/api/entrance.h"
#include "server/auth/token_origin.h"
#include "server/net/departure.h"
#include "server/protocol/websocket_handshake.h"
#include "server/session/websocket_session.h"

namespace parley {
namespace {

// The seat is taken here, where a refusal is still an answer; who leaves before it sat down gives
// it back with the maker of the handler.
void switchToSocket(ApiContext &context, const CallPtr &call, const std::string &response)
{
    auto seat = std::make_shared<TokenSeat>();
    if (call->token()) {
        auto taken = TokenSeat::take(call->token());
        if (!taken) {
            call->fail(taken.error());
            return;
        }
        *seat = std::move(*taken);
    }
    std::optional<std::string> origin;
    if (const auto page = originOf(call->request()))
        origin = *page;
    LoopParts &loop = context.loops.emptiest();
    call->exchange().switchTo(
        onLoopOf(loop.connections,
                 [&services = loop.services, response, seat, origin](Connection &connection) {
                     connection.write(response);
                     return std::make_unique<WebSocketSession>(services, connection,
                                                               std::move(*seat), origin);
                 }));
}

// One that was offered as a subprotocol: not seen by the router.
Result<std::shared_ptr<const TokenEntry>>
tokenOffered(const ApiContext &context, const CallPtr &call, const std::string &secret)
{
    auto token = context.tokens.authenticate(secret);
    if (!token)
        return context.refusals.wrongToken(call->action(), call->exchange().peerAddress(),
                                           token.error());
    if (auto ok = checkTokenOrigin((*token)->token(), originOf(call->request())); !ok) {
        context.refusals.denied(call->action(), (*token)->token().id,
                                call->exchange().peerAddress(), {}, ok.error().code);
        return ok.error();
    }
    return token;
}

// The token may come in the Authorization header (checked by the router), as a subprotocol, or in
// the first message; more than one is a contradiction that the handshake refuses.
void openSocket(ApiContext &context, const CallPtr &call)
{
    if (!call->exchange().canSwitch()) {
        call->fail({ErrorCode::NotImplemented,
                    "WebSocket is not offered over HTTP/2; open it over HTTP/1.1"});
        return;
    }
    const auto answer = checkHandshake(call->request());
    if (!answer) {
        call->fail(answer.error());
        return;
    }
    if (call->token() || !answer->secret) {
        switchToSocket(context, call, answer->response);
        return;
    }
    auto token = tokenOffered(context, call, *answer->secret);
    if (!token) {
        call->fail(token.error());
        return;
    }
    call->identify(std::move(*token));
    context.gate.enter(*call->token(), context.loop,
                       [&context, call, response = answer->response](const Result<void> &entered) {
                           if (entered)
                               switchToSocket(context, call, response);
                           else
                               call->fail(entered.error());
                       });
}

} // namespace

void addSocketRoutes(Router &router, ApiContext &context)
{
    router.add(
        "GET", "/v1/socket", Access::open(),
        [&context](const CallPtr &call) { openSocket(context, call); }, Router::allowNoBody);
}

} // namespace parley
