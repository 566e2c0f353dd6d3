#pragma once

#include <cstdint>

namespace parley {

// Why the broker closes a WebSocket. Source: README.md, section 5.3; 1xxx are those of RFC 6455.
// Append only: clients decide by these whether to come back.
enum class CloseCode : std::uint16_t {
    Done = 1000,
    GoingAway = 1001, // the broker is stopping
    ProtocolError = 1002,
    UnsupportedData = 1003, // a binary frame
    InvalidText = 1007, // not UTF-8
    TooBig = 1009,
    InternalError = 1011,
    Unauthenticated = 4001, // not in time, or a wrong token
    TokenExpired = 4003,
    TokenRevoked = 4004,
    SlowReader = 4008, // reason: the last position sent
    WrongTokens = 4009, // too many of them came from this address
    TooManyConnections = 4010, // its token has all that it may have
};

inline constexpr std::uint16_t kNoCloseCode = 1005; // a close frame without a body; never sent

constexpr bool mayBeReceived(std::uint16_t code) // in a peer's close frame
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
}

} // namespace parley
