#pragma once

#include <string>

#include "server/types/position.h"
#include "server/types/topic_key.h"

namespace parley {

// How far a webhook has read one of its topics.
struct FeedPosition {
    std::string webhookId{};
    TopicKey key; // no initializer on purpose
    Position position{};
};

} // namespace parley
