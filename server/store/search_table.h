#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/topic_key.h"

namespace parley {

// The texts of stored topics by the three-character pieces in them (SQLite's FTS5, tokenizer
// "trigram"), so that any substring of three characters is found at once, in scripts without spaces
// too. A file of its own: it can be made anew from the messages, and never holds up their commits.
// Thread: that of MessageSearch.
class SearchTable final
{
public:
    static constexpr std::size_t kLeastCharacters = 3; // shorter ones have no piece
    static constexpr std::int64_t kRemovedAtOnce = 1000; // rows; some milliseconds

    //! Opens or makes the index; one that is damaged or of another version is made anew.
    static Result<SearchTable> open(const std::string &path);

    // How far a topic was indexed.
    struct Topic {
        std::int64_t id = 0;
        std::uint64_t indexedThrough = 0; // sequence
    };
    //! The topic whose messages begin on \p firstPage; one that was made anew starts empty.
    Result<Topic> topic(const TopicKey &key, std::uint64_t firstPage);
    Result<void> add(std::int64_t topicId, std::uint64_t sequence, std::string_view text);
    Result<void> setIndexedThrough(std::int64_t topicId, std::uint64_t sequence);
    //! A part of the rows up to \p sequence. \return whether none is left.
    Result<bool> removeThrough(std::int64_t topicId, std::uint64_t sequence);
    Result<void> commit() { return m_database->commit(); }
    void rollBack() { m_database->rollBack(); }

    //! Sequences below \p before of messages whose text contains \p text, which has at least
    //! kLeastCharacters; newest first. Letters are compared in any case, so some may differ.
    Result<std::vector<std::uint64_t>> find(std::int64_t topicId, std::string_view text,
                                            std::uint64_t before, std::size_t limit);

private:
    explicit SearchTable(std::unique_ptr<Database> database);
    Result<void> clear(std::int64_t topicId);

    std::unique_ptr<Database> m_database; // before the statements, which go first
    Statement m_findTopic;
    Statement m_putTopic;
    Statement m_setIndexed;
    Statement m_addRow;
    Statement m_addText;
    Statement m_old;
    Statement m_removeRow;
    Statement m_removeText;
    Statement m_find;
};

} // namespace parley
