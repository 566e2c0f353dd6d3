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
    m_removeThrough(database.prepare(
        "DELETE FROM messages WHERE topic_id = ? AND (page < ? OR (page = ? AND sequence <= ?))")),
    m_removeMessages(database.prepare("DELETE FROM messages WHERE topic_id = ?")),
    m_removeTopic(database.prepare("DELETE FROM message_topics WHERE id = ?")),
    m_sizes(
        database.prepare("SELECT sequence, length(payload) FROM messages WHERE topic_id = ? AND "
                         "page = ? ORDER BY sequence DESC")),
    m_from(database.prepare("SELECT sequence, time, publisher_id, kind, payload, checksum FROM "
                            "messages WHERE topic_id = ? AND page = ? AND sequence >= ? "
                            "ORDER BY sequence")),
    m_last(database.prepare("SELECT max(sequence) FROM messages WHERE topic_id = ? AND page = ?"))
{
}

Result<std::int64_t> MessageTable::topicId(const TopicKey &key)
{
    for (int round = 0; round < 2; ++round) {
        std::optional<std::int64_t> id;
        m_findTopic.bind(0, key.nameSpace.text()).bind(1, key.topic.text());
        while (m_findTopic.next())
            id = m_findTopic.integer(0);
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

Result<void> MessageTable::removeThrough(std::int64_t topicId, std::uint64_t page,
                                         std::uint64_t sequence)
{
    if (auto ok = m_database.begin(); !ok)
        return ok;
    return m_removeThrough.bind(0, topicId)
        .bind(1, asSigned(page))
        .bind(2, asSigned(page))
        .bind(3, asSigned(sequence))
        .run();
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

MessageTable::Loaded MessageTable::load(const TopicKey &key, std::uint64_t page,
                                        std::uint64_t maxBytes,
                                        const std::function<void(const PublishedMessage &)> &each)
{
    Loaded loaded;
    const auto id = topicId(key);
    if (!id)
        return loaded;
    std::int64_t first = std::numeric_limits<std::int64_t>::max(); // nothing fits, so far
    std::uint64_t bytes = 0;
    m_sizes.bind(0, *id).bind(1, asSigned(page));
    while (m_sizes.next()) {
        bytes += static_cast<std::uint64_t>(m_sizes.integer(1));
        if (bytes <= maxBytes)
            first = m_sizes.integer(0);
    }
    PublishedMessage message{.key = key};
    m_from.bind(0, *id).bind(1, asSigned(page)).bind(2, first);
    while (m_from.next()) {
        message.position = {page, static_cast<std::uint64_t>(m_from.integer(0))};
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
    return loaded;
}

std::uint64_t MessageTable::lastSequence(const TopicKey &key, std::uint64_t page)
{
    const auto id = topicId(key);
    if (!id)
        return 0;
    std::uint64_t last = 0;
    m_last.bind(0, *id).bind(1, asSigned(page));
    while (m_last.next())
        last = static_cast<std::uint64_t>(m_last.integer(0));
    return last;
}

} // namespace parley
