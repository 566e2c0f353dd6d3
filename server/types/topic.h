#pragma once

#include <cstdint>
#include <optional>

#include "server/base/clock.h"
#include "server/types/durability.h"
#include "server/types/retention.h"
#include "server/types/slow_reader_policy.h"
#include "server/types/topic_key.h"

namespace parley {

// The pages from which a topic counts on: a relaxed topic takes a new page after a crash, because
// its last moments may be missing, and keeps what was stored under the old numbers.
struct EarlierPages {
    std::uint64_t first = 0; // rows of older pages belong to a deleted topic of the same name
    std::uint64_t last = 0; // the page just before the current one
    std::uint64_t lastSequence = 0; // that survived of it; behind it the current page begins
};

// Settings of a topic, as stored and as shown.
struct Topic {
    TopicKey key;
    Durability durability = Durability::Memory;
    Retention retention{};
    SlowReaderPolicy slowReaders = SlowReaderPolicy::Resume;
    std::uint64_t page = 0; // current page; 0 until the registry assigned one
    std::optional<EarlierPages> earlier{};
    UtcTime createdAt{};
};

// What a topic is doing now. Rates are the reader's business: he divides by his own interval.
struct TopicStatistics {
    std::uint64_t lastSequence = 0;
    std::uint64_t firstSequence = 0; // oldest still kept; 0 when nothing is
    std::uint64_t publishedMessages = 0; // since the broker started
    std::uint64_t publishedBytes = 0; // payload bytes, since the broker started
    std::uint64_t deliveredMessages = 0; // frames handed to subscribers' sockets, since the start
    std::uint64_t keptBytes = 0; // frames in memory
    std::uint32_t subscribers = 0;
};

} // namespace parley
