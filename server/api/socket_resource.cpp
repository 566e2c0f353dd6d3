#include "server/api/api.h"

#include "server/net/departure.h"
#include "server/protocol/websocket_handshake.h"
#include "server/session/websocket_session.h"

namespace parley {
namespace {

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
    auto token = call->token();
    if (!token && answer->secret) {
        auto shown = context.tokens.authenticate(*answer->secret);
        if (!shown) {
            call->fail(context.refusals.wrongToken(call->action(), call->exchange().peerAddress(),
                                                   shown.error()));
            return;
        }
        token = std::move(*shown);
    }
    LoopParts &loop = context.loops.emptiest();
    call->exchange().switchTo(onLoopOf(
        loop.connections,
        [&services = loop.services, response = answer->response, token](Connection &connection) {
            connection.write(response);
            return std::make_unique<WebSocketSession>(services, connection, token);
        }));
}

} // namespace

void addSocketRoutes(Router &router, ApiContext &context)
{
    router.add(
        "GET", "/v1/socket", Access::open(),
        [&context](const CallPtr &call) { openSocket(context, call); }, Router::allowNoBody);
}

} // namespace parley
