#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/base/result.h"
#include "server/protocol/http_request.h"

namespace parley {

struct HandshakeAnswer {
    std::string response{}; // the 101 answer, whole
    std::optional<std::string> secret{}; // of a token, as offered; nullopt: it comes in a message
};

//! The opening handshake, after Host and Origin were checked (RFC 6455, section 4.2). The request
//! may still be without a body: one that was announced is refused. Errors: MethodNotAllowed,
//! UpgradeRequired (no upgrade asked for, or another version), InvalidArgument, Unauthenticated.
//! The subprotocol parley.token.SECRET gives the secret and is never echoed.
Result<HandshakeAnswer> checkHandshake(const HttpRequest &request);

std::string acceptKey(std::string_view key); // Sec-WebSocket-Accept for a Sec-WebSocket-Key

} // namespace parley
