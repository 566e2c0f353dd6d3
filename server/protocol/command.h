#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "server/protocol/start_point.h"
#include "server/types/idempotency_key.h"
#include "server/types/payload.h"
#include "server/types/topic_key.h"

namespace parley {

// What a client asks for on the socket. Source: README.md, section 5.1.
struct AuthenticateCommand {
    std::string secret{}; // never logged
};
struct SubscribeCommand {
    TopicKey key;
    StartPoint from{};
};
struct UnsubscribeCommand {
    TopicKey key;
};
struct PublishCommand {
    TopicKey key;
    Payload payload{}; // at most Payload::kMaxBytes; text is UTF-8
    std::optional<IdempotencyKey> idempotencyKey{};
    std::uint8_t hops = 0; // of the delivery that it answers
};
struct PingCommand {
};

using Command = std::variant<AuthenticateCommand, SubscribeCommand, UnsubscribeCommand,
                             PublishCommand, PingCommand>;

struct DecodedCommand {
    std::optional<std::uint64_t> id{}; // below 2^53; comes back in the reply
    Command command;
};

} // namespace parley
