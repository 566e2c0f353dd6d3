#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "server/store/database.h"
#include "server/types/message.h"

namespace parley {

// Messages of durable and relaxed topics, each with a checksum over all that it says, because
// SQLite's main file has none. Thread: store.
class MessageTable final
{
public:
    explicit MessageTable(Database &database);

    //! The number under which a topic's messages are kept; made at the first call.
    Result<std::int64_t> topicId(const TopicKey &key);
    Result<void> append(std::int64_t topicId, const PublishedMessage &message);
    Result<void> removeThrough(std::int64_t topicId, std::uint64_t page, std::uint64_t sequence);
    Result<void> removeTopic(const TopicKey &key); // with all its messages

    struct Loaded {
        std::uint64_t messages = 0;
        std::uint64_t damaged = 0; // checksum wrong: left out
    };
    //! Gives the newest messages of a page that fit in \p maxBytes of payload, oldest first.
    Loaded load(const TopicKey &key, std::uint64_t page, std::uint64_t maxBytes,
                const std::function<void(const PublishedMessage &)> &each);
    std::uint64_t lastSequence(const TopicKey &key, std::uint64_t page); // 0: none

private:
    Database &m_database;
    Statement m_findTopic;
    Statement m_addTopic;
    Statement m_append;
    Statement m_removeThrough;
    Statement m_removeMessages;
    Statement m_removeTopic;
    Statement m_sizes;
    Statement m_from;
    Statement m_last;
};

} // namespace parley
