#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "server/base/result.h"
#include "server/types/idempotency_key.h"
#include "server/types/payload.h"
#include "server/types/position.h"
#include "server/types/topic_key.h"

namespace parley {

struct PublishRequest {
    TopicKey key;
    Payload payload{};
    std::optional<IdempotencyKey> idempotencyKey{};
    std::string tokenId{}; // whose right to publish counts; its publisher id is stamped
    std::uint8_t hops = 0; // one more than those of the message that it answers
};

// The way into a topic for code that runs inside the broker. Thread: publish() from any. The token
// is checked as it would be on a socket. `done` runs once, on the I/O loop, with the position after
// the topic's durability was met, or the reason why not.
class Publisher
{
public:
    virtual void publish(PublishRequest request, std::function<void(Result<Position>)> done) = 0;

protected:
    ~Publisher() = default; // never deleted through this interface
};

} // namespace parley
