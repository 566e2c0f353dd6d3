#pragma once

#include <cstdint>

#include "server/client/item.h"

namespace parley::client {

// One line of $events/messages: somebody published something. The payload may be cut.
struct MessageEvent {
    Item item{}; // address, position, time and publisher of the message itself
    std::uint64_t bytes = 0; // of the whole payload
    bool truncated = false; // item.payload holds the first part only
};

Result<MessageEvent> messageEventFrom(const Item &item);

} // namespace parley::client
