#include "server/store/message_table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <zlib.h>

namespace parley {
namespace {

std::uint32_t crc(std::uint32_t before, std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        crc32_z(before, reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size()));
}

std::uint32_t crc(std::uint32_t before, std::uint64_t number)
{
    char bytes[8];
    for (char &byte : bytes) {
        byte = static_cast<char>(number);
        number >>= 8;
    }
    return crc(before, std::string_view(bytes, sizeof bytes));
}

// CRC-32 over topic, position, time, publisher, kind and payload: a record that was moved to
// another place is as wrong as one with a flipped bit.
std::uint32_t checksum(std::int64_t topicId, const PublishedMessage &message)
{
    std::uint32_t sum = crc(0, static_cast<std::uint64_t>(topicId));
    sum = crc(sum, message.position.page);
    sum = crc(sum, message.position.sequence);
    sum = crc(sum, static_cast<std::uint64_t>(epochMilliseconds(message.time)));
    sum = crc(sum, message.publisherId);
    sum = crc(sum, static_cast<std::uint64_t>(message.payload.kind));
    sum = crc(sum, message.payload.bytes);
    return crc(sum, message.idempotencyKey); // "" changes nothing: rows of old versions stay good
}

constexpr std::uint64_t kAllPages = INT64_MAX; // as the first page: every row is before it

std::int64_t asSigned(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

} // namespace

MessageTable::MessageTable(Database &database) :
    m_database(database), m_findTopic(database.prepare(
                              "SELECT id FROM message_topics WHERE namespace = ? AND topic = ?")),
    m_addTopic(database.prepare("INSERT INTO message_topics (namespace, topic) VALUES (?, ?)")),
    m_append(database.prepare("INSERT INTO messages (topic_id, page, sequence, time, publisher_id, "
                              "kind, payload, checksum, idempotency_key) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''))")),
    m_oldest(database.prepare("SELECT page, sequence FROM messages WHERE topic_id = ? "
                              "ORDER BY page, sequence LIMIT 1")),
    m_removeRange(database.prepare("DELETE FROM messages WHERE topic_id = ? AND page = ? "
                                   "AND sequence BETWEEN ? AND ?")),
    m_removeTopic(database.prepare("DELETE FROM message_topics WHERE id = ?")),
    m_leftOver(database.prepare("SELECT id FROM message_topics WHERE topic LIKE '% deleted %'")),
    m_sizes(database.prepare("SELECT page, sequence, length(payload) FROM messages WHERE "
                             "topic_id = ? AND page >= ? ORDER BY page DESC, sequence DESC")),
    m_from(database.prepare(
        "SELECT sequence, time, publisher_id, kind, payload, checksum, page, "
        "idempotency_key FROM messages WHERE topic_id = ? AND (page, sequence) >= (?, ?) "
        "ORDER BY page, sequence")),
    m_last(database.prepare("SELECT sequence FROM messages WHERE topic_id = ? AND page >= ? "
                            "ORDER BY page DESC, sequence DESC LIMIT 1")),
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

Result<void> MessageTable::append(std::int64_t topicId, const PublishedMessage &message)
{
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_append.bind(0, topicId)
        .bind(1, asSigned(message.position.page))
        .bind(2, asSigned(message.position.sequence))
        .bind(3, epochMilliseconds(message.time))
        .bind(4, message.publisherId)
        .bind(5, static_cast<std::int64_t>(message.payload.kind))
        .bindBlob(6, message.payload.bytes)
        .bind(7, std::int64_t{checksum(topicId, message)})
        .bind(8, message.idempotencyKey)
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
    const bool isForeign = oldest->first < asSigned(firstPage);
    const std::int64_t through = isForeign ? INT64_MAX : asSigned(sequence);
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

Result<MessageTable::Loaded>
MessageTable::load(const TopicKey &key, const Range &range,
                   const std::function<void(const PublishedMessage &)> &each)
{
    const auto id = topicId(key);
    if (!id)
        return id.error();
    Loaded loaded;
    auto firstPage = std::numeric_limits<std::int64_t>::max(); // nothing fits, so far
    std::int64_t firstSequence = 0;
    std::uint64_t bytes = 0;
    m_sizes.bind(0, *id).bind(1, asSigned(range.firstPage));
    while (m_sizes.next()) {
        const auto sequence = static_cast<std::uint64_t>(m_sizes.integer(1));
        bytes += static_cast<std::uint64_t>(m_sizes.integer(2));
        if (bytes > range.maxBytes && sequence < range.keepFrom) {
            m_sizes.finish();
            break;
        }
        firstPage = m_sizes.integer(0);
        firstSequence = m_sizes.integer(1);
    }
    if (const auto failure = m_sizes.failure())
        return *failure;
    PublishedMessage message{.key = key};
    m_from.bind(0, *id).bind(1, firstPage).bind(2, firstSequence);
    while (m_from.next()) {
        message.position = {static_cast<std::uint64_t>(m_from.integer(6)),
                            static_cast<std::uint64_t>(m_from.integer(0))};
        message.time = fromEpochMilliseconds(m_from.integer(1));
        message.publisherId = m_from.text(2);
        message.payload
            = {m_from.integer(3) == 0 ? PayloadKind::Text : PayloadKind::Binary, m_from.blob(4)};
        message.idempotencyKey = m_from.text(7);
        if (m_from.integer(5) != std::int64_t{checksum(*id, message)}) {
            ++loaded.damaged;
            continue;
        }
        ++loaded.messages;
        each(message);
    }
    if (const auto failure = m_from.failure())
        return *failure;
    return loaded;
}

Result<std::uint64_t> MessageTable::lastSequence(const TopicKey &key, std::uint64_t firstPage)
{
    const auto id = topicId(key);
    if (!id)
        return id.error();
    std::uint64_t last = 0;
    m_last.bind(0, *id).bind(1, asSigned(firstPage));
    while (m_last.next())
        last = static_cast<std::uint64_t>(m_last.integer(0));
    if (const auto failure = m_last.failure())
        return *failure;
    return last;
}

} // namespace parley
