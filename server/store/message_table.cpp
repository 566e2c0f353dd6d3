#include "server/store/message_table.h"

#include <algorithm>
#include <utility>

#include "server/store/message_checksum.h"

namespace parley {
namespace {

// `kind` of a row that holds a MessageBlock; others, of older versions, hold one message.
constexpr std::int64_t kBlock = 2;

constexpr std::uint64_t kAllPages = INT64_MAX; // as the first page: every row is before it

std::int64_t toColumn(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

} // namespace

MessageTable::MessageTable(Database &database) :
    m_database(database), m_findTopic(database.prepare(
                              "SELECT id FROM message_topics WHERE namespace = ? AND topic = ?")),
    m_addTopic(database.prepare("INSERT INTO message_topics (namespace, topic) VALUES (?, ?)")),
    m_append(database.prepare("INSERT INTO messages (topic_id, page, sequence, time, publisher_id, "
                              "kind, payload, checksum, messages) "
                              "VALUES (?, ?, ?, 0, '', 2, ?, 0, ?)")),
    m_oldest(database.prepare("SELECT page, sequence FROM messages WHERE topic_id = ? "
                              "ORDER BY page, sequence LIMIT 1")),
    m_removeRange(database.prepare("DELETE FROM messages WHERE topic_id = ? AND page = ? "
                                   "AND sequence BETWEEN ? AND ?")),
    m_noteRemoved(database.prepare("UPDATE message_topics SET removed_through = "
                                   "max(removed_through, ?) WHERE id = ?")),
    m_removeTopic(database.prepare("DELETE FROM message_topics WHERE id = ?")),
    m_leftOver(database.prepare("SELECT id FROM message_topics WHERE topic LIKE '% deleted %'")),
    m_sizes(database.prepare("SELECT page, sequence, length(payload) FROM messages WHERE "
                             "topic_id = ? AND page >= ? ORDER BY page DESC, sequence DESC")),
    m_from(database.prepare(
        "SELECT sequence, time, publisher_id, kind, payload, checksum, page, idempotency_key, "
        "messages FROM messages WHERE topic_id = ? AND (page, sequence) >= (?, ?) "
        "ORDER BY page, sequence")),
    m_last(database.prepare(
        "SELECT max(removed_through, ifnull((SELECT sequence FROM messages WHERE topic_id = ?1 "
        "AND page >= ?2 ORDER BY page DESC, sequence DESC LIMIT 1), 0)) "
        "FROM message_topics WHERE id = ?1")),
    m_rename(database.prepare("UPDATE message_topics SET topic = topic || ? || id "
                              "WHERE namespace = ? AND topic = ?"))
{
}

Result<std::int64_t> MessageTable::topicId(const TopicKey &key)
{
    for (int round = 0; round < 2; ++round) {
        std::optional<std::int64_t> id;
        m_findTopic.bind(0, key.nameSpace.text()).bind(1, key.topic.text());
        while (m_findTopic.next())
            id = m_findTopic.integer(0);
        if (const auto failure = m_findTopic.failure())
            return *failure;
        if (id)
            return *id;
        if (auto ok = m_database.begin(); !ok)
            return ok.error();
        if (auto ok = m_addTopic.bind(0, key.nameSpace.text()).bind(1, key.topic.text()).run(); !ok)
            return ok.error();
    }
    return Error{ErrorCode::StorageFailed, "store: a topic that was just added is not there"};
}

Result<void> MessageTable::append(const MessageBlock &block)
{
    if (block.messages() == 0)
        return {};
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_append.bind(0, block.topicId())
        .bind(1, toColumn(block.last().page))
        .bind(2, toColumn(block.last().sequence))
        .bindBlob(3, block.bytes())
        .bind(4, std::int64_t{block.messages()})
        .run();
}

Result<bool> MessageTable::removeThrough(std::int64_t topicId, std::uint64_t firstPage,
                                         std::uint64_t sequence)
{
    std::optional<std::pair<std::int64_t, std::int64_t>> oldest; // page, sequence
    m_oldest.bind(0, topicId);
    while (m_oldest.next())
        oldest = {m_oldest.integer(0), m_oldest.integer(1)};
    if (const auto failure = m_oldest.failure())
        return *failure;
    if (!oldest)
        return true;
    const bool isForeign = oldest->first < toColumn(firstPage);
    const std::int64_t through = isForeign ? INT64_MAX : toColumn(sequence);
    if (oldest->second > through)
        return true;
    if (auto ok = m_database.begin(); !ok)
        return ok.error();
    const std::int64_t last
        = through - oldest->second < kRemovedAtOnce ? through : oldest->second + kRemovedAtOnce - 1;
    if (auto ok = m_removeRange.bind(0, topicId)
                      .bind(1, oldest->first)
                      .bind(2, oldest->second)
                      .bind(3, last)
                      .run();
        !ok)
        return ok.error();
    if (!isForeign)
        if (auto ok = m_noteRemoved.bind(0, last).bind(1, topicId).run(); !ok)
            return ok.error();
    return false; // another page may have more
}

Result<void> MessageTable::deleteTopic(const TopicKey &key)
{
    return rename(key, " deleted ");
}

Result<void> MessageTable::setAside(const TopicKey &key)
{
    return rename(key, " damaged ");
}

Result<void> MessageTable::rename(const TopicKey &key, std::string_view suffix)
{
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_rename.bind(0, suffix).bind(1, key.nameSpace.text()).bind(2, key.topic.text()).run();
}

Result<bool> MessageTable::sweepDeleted()
{
    std::optional<std::int64_t> id;
    while (m_leftOver.next())
        id = m_leftOver.integer(0);
    if (const auto failure = m_leftOver.failure())
        return *failure;
    if (!id)
        return true;
    const auto empty = removeThrough(*id, kAllPages, 0);
    if (!empty)
        return empty;
    if (*empty) {
        if (auto ok = m_database.begin(); !ok)
            return ok.error();
        if (auto ok = m_removeTopic.bind(0, *id).run(); !ok)
            return ok.error();
    }
    return false;
}

Result<MessageTable::Loaded> MessageTable::load(const TopicKey &key, const Range &range,
                                                const Each &each)
{
    const auto id = topicId(key);
    if (!id)
        return id.error();
    const auto begin = findBegin(*id, range);
    if (!begin)
        return begin.error();
    Loaded loaded;
    PublishedMessage message{.key = key};
    const Each inOrder = [&, last = std::uint64_t{0}](const PublishedMessage &one) mutable {
        if (one.position.sequence <= last)
            return; // its row was moved: it counts as damaged
        last = one.position.sequence;
        ++loaded.messages;
        each(one);
    };
    std::uint64_t stored = 0;
    std::uint64_t left = begin->budget; // of the first row; all others are given whole
    m_from.bind(0, *id).bind(1, begin->page).bind(2, begin->sequence);
    while (m_from.next()) {
        stored += readRow(*id, message, {left, range.keepFrom}, inOrder);
        left = UINT64_MAX;
    }
    if (const auto failure = m_from.failure())
        return *failure;
    loaded.damaged = stored > loaded.messages ? stored - loaded.messages : 0;
    return loaded;
}

// The oldest row of which something is wanted, and what of it still fits.
Result<MessageTable::Begin> MessageTable::findBegin(std::int64_t topicId, const Range &range)
{
    Begin begin;
    std::uint64_t newer = 0; // bytes of the rows behind
    m_sizes.bind(0, topicId).bind(1, toColumn(range.firstPage));
    while (m_sizes.next()) {
        begin = {m_sizes.integer(0), m_sizes.integer(1),
                 range.maxBytes - std::min(range.maxBytes, newer)};
        newer += static_cast<std::uint64_t>(m_sizes.integer(2));
        if (newer > range.maxBytes && static_cast<std::uint64_t>(begin.sequence) < range.keepFrom) {
            m_sizes.finish();
            break;
        }
    }
    if (const auto failure = m_sizes.failure())
        return *failure;
    return begin;
}

// Gives what the row of m_from holds that is whole and wanted. \return how many of those that were
// stored in it are wanted.
std::uint64_t MessageTable::readRow(std::int64_t topicId, PublishedMessage &message,
                                    const Wanted &wanted, const Each &each)
{
    const auto page = static_cast<std::uint64_t>(m_from.integer(6));
    const auto last = static_cast<std::uint64_t>(m_from.integer(0));
    const std::string bytes = m_from.blob(4);
    const auto isWanted = [&](std::size_t left) {
        return left <= wanted.bytes || message.position.sequence >= wanted.from;
    };
    if (m_from.integer(3) != kBlock) {
        message.position = {page, last};
        message.time = fromEpochMilliseconds(m_from.integer(1));
        message.publisherId = m_from.text(2);
        message.payload = {m_from.integer(3) == 0 ? PayloadKind::Text : PayloadKind::Binary, bytes};
        message.idempotencyKey = m_from.text(7);
        if (!isWanted(bytes.size()))
            return 0;
        if (m_from.integer(5) == std::int64_t{rowChecksum(topicId, message)})
            each(message);
        return 1;
    }
    auto stored = static_cast<std::uint64_t>(m_from.integer(8));
    MessageBlockReader reader(topicId, page, bytes);
    for (std::size_t left = reader.bytesLeft(); reader.next(message); left = reader.bytesLeft())
        if (isWanted(left))
            each(message);
        else
            --stored;
    return stored;
}

Result<std::uint64_t> MessageTable::lastSequence(const TopicKey &key, std::uint64_t firstPage)
{
    const auto id = topicId(key);
    if (!id)
        return id.error();
    std::uint64_t last = 0;
    m_last.bind(0, *id).bind(1, toColumn(firstPage));
    while (m_last.next())
        last = static_cast<std::uint64_t>(m_last.integer(0));
    if (const auto failure = m_last.failure())
        return *failure;
    return last;
}

} // namespace parley
