#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "server/store/database.h"
#include "server/store/message_block.h"
#include "server/types/message.h"

namespace parley {

// Messages of durable and relaxed topics, each with a checksum over all that it says, because
// SQLite's main file has none. Many share a row (MessageBlock), under the number of the last; rows
// of older versions hold one. What was removed leaves pages that the next rows take: the file does
// not shrink, but does not grow beyond the most that was in it at once. Thread: store.
class MessageTable final
{
public:
    static constexpr std::int64_t kRemovedAtOnce = 4096; // messages; as many as a group adds

    explicit MessageTable(Database &database);

    //! The number under which a topic's messages are kept; made at the first call.
    Result<std::int64_t> topicId(const TopicKey &key);
    Result<void> append(const MessageBlock &block);
    //! Removes a part of what is to go, so that no commit waits for a large deletion: pages before
    //! \p firstPage, which are a deleted topic's of the same name, and from there on up to
    //! \p sequence, because sequences count on from page to page as long as the topic lives. A row
    //! goes when all that it holds is to go.
    //! \return whether nothing is left to remove: else call again.
    Result<bool> removeThrough(std::int64_t topicId, std::uint64_t firstPage,
                               std::uint64_t sequence);
    //! The topic is gone at once; its rows go by sweepDeleted(), a part at each call, which returns
    //! whether nothing is left to do.
    Result<void> deleteTopic(const TopicKey &key);
    Result<bool> sweepDeleted();

    // Which rows of a topic belong to it now.
    struct Range {
        std::uint64_t firstPage = 0; // older rows are a deleted topic's of the same name
        std::uint64_t maxBytes = 0; // as they are stored: the newest that fit are given
        std::uint64_t keepFrom = UINT64_MAX; // from this sequence on all are given, fit or not
    };
    struct Loaded {
        std::uint64_t messages = 0;
        std::uint64_t damaged = 0; // checksum wrong, or not in their place: left out
    };
    using Each = std::function<void(const PublishedMessage &)>;
    //! Gives the newest messages, oldest first. A row that cannot be read at all is an error:
    //! then nothing that was given is complete.
    Result<Loaded> load(const TopicKey &key, const Range &range, const Each &each);
    //! The last number that was given out: of the newest row, damaged or removed or not; 0: none.
    Result<std::uint64_t> lastSequence(const TopicKey &key, std::uint64_t firstPage);
    //! Rows that cannot be read stay in the file under a name that no topic can have, and the topic
    //! begins anew beside them.
    Result<void> setAside(const TopicKey &key);

private:
    // Where reading begins. A topic without rows: behind everything.
    struct Begin {
        std::int64_t page = INT64_MAX;
        std::int64_t sequence = 0;
        std::uint64_t budget = 0; // bytes that are wanted of that row
    };
    // Of a row: its newest bytes, and whatever else has this number or a higher one.
    struct Wanted {
        std::uint64_t bytes = 0;
        std::uint64_t from = 0;
    };

    Result<Begin> findBegin(std::int64_t topicId, const Range &range);
    std::uint64_t readRow(std::int64_t topicId, PublishedMessage &message, const Wanted &wanted,
                          const Each &each);
    Result<void> rename(const TopicKey &key, std::string_view suffix);

    Database &m_database;
    Statement m_findTopic;
    Statement m_addTopic;
    Statement m_append;
    Statement m_oldest;
    Statement m_removeRange;
    Statement m_noteRemoved;
    Statement m_removeTopic;
    Statement m_leftOver;
    Statement m_sizes;
    Statement m_from;
    Statement m_last;
    Statement m_rename;
};

} // namespace parley
