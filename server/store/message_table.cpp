#include "server/store/message_table.h"

#include <limits>

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
    return crc(sum, message.payload.bytes);
}

// The pages of a topic are found by leaps over the key, one look each: there are one or two, and
// hundreds of thousands of rows.
constexpr const char *kRemoveThrough = R"sql(
DELETE FROM messages WHERE topic_id = ?1 AND sequence <= ?2 AND page IN (
  WITH RECURSIVE pages(page) AS (
    SELECT min(page) FROM messages WHERE topic_id = ?1
    UNION ALL
    SELECT (SELECT min(m.page) FROM messages AS m WHERE m.topic_id = ?1 AND m.page > pages.page)
      FROM pages WHERE pages.page IS NOT NULL)
  SELECT page FROM pages WHERE page IS NOT NULL)
)sql";

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
                              "kind, payload, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")),
    m_removeThrough(database.prepare(kRemoveThrough)),
    m_removeMessages(database.prepare("DELETE FROM messages WHERE topic_id = ?")),
    m_removeTopic(database.prepare("DELETE FROM message_topics WHERE id = ?")),
    m_sizes(database.prepare("SELECT page, sequence, length(payload) FROM messages WHERE "
                             "topic_id = ? AND page >= ? ORDER BY page DESC, sequence DESC")),
    m_from(database.prepare("SELECT sequence, time, publisher_id, kind, payload, checksum, page "
                            "FROM messages WHERE topic_id = ? AND (page, sequence) >= (?, ?) "
                            "ORDER BY page, sequence")),
    m_last(database.prepare("SELECT sequence FROM messages WHERE topic_id = ? AND page >= ? "
                            "ORDER BY page DESC, sequence DESC LIMIT 1")),
    m_setAside(database.prepare("UPDATE message_topics SET topic = topic || ' damaged ' || id "
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
        .run();
}

Result<void> MessageTable::removeThrough(std::int64_t topicId, std::uint64_t sequence)
{
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_removeThrough.bind(0, topicId).bind(1, asSigned(sequence)).run();
}

Result<void> MessageTable::removeTopic(const TopicKey &key)
{
    auto id = topicId(key);
    if (!id)
        return id.error();
    if (auto ok = m_database.begin(); !ok)
        return ok;
    if (auto ok = m_removeMessages.bind(0, *id).run(); !ok)
        return ok;
    return m_removeTopic.bind(0, *id).run();
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

Result<void> MessageTable::setAside(const TopicKey &key)
{
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_setAside.bind(0, key.nameSpace.text()).bind(1, key.topic.text()).run();
}

} // namespace parley
