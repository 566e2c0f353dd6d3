#include "server/store/topic_table.h"

namespace parley {

TopicTable::TopicTable(const Database &database) :
    m_put(database.prepare("INSERT OR REPLACE INTO topics (namespace, topic, durability, "
                           "retained_bytes, page, created_at, first_page, earlier_page, "
                           "earlier_sequence, retained_messages, retained_seconds, slow_readers) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
    m_remove(database.prepare("DELETE FROM topics WHERE namespace = ? AND topic = ?")),
    m_all(database.prepare(
        "SELECT namespace, topic, durability, retained_bytes, page, created_at, "
        "first_page, earlier_page, earlier_sequence, retained_messages, retained_seconds, "
        "slow_readers FROM topics ORDER BY namespace, topic")),
    m_putNamespace(database.prepare("INSERT OR IGNORE INTO namespaces (name) VALUES (?)")),
    m_removeNamespace(database.prepare("DELETE FROM namespaces WHERE name = ?")),
    m_namespaces(database.prepare("SELECT name FROM namespaces ORDER BY name"))
{
}

Result<void> TopicTable::put(const Topic &topic)
{
    const EarlierPages earlier = topic.earlier.value_or(EarlierPages{});
    return m_put.bind(0, topic.key.nameSpace.text())
        .bind(1, topic.key.topic.text())
        .bind(2, wireName(topic.durability))
        .bind(3, static_cast<std::int64_t>(topic.retention.bytes))
        .bind(4, static_cast<std::int64_t>(topic.page))
        .bind(5, epochMilliseconds(topic.createdAt))
        .bind(6, static_cast<std::int64_t>(earlier.first))
        .bind(7, static_cast<std::int64_t>(earlier.last))
        .bind(8, static_cast<std::int64_t>(earlier.lastSequence))
        .bind(9, static_cast<std::int64_t>(topic.retention.messages))
        .bind(10, std::int64_t{topic.retention.age.count()})
        .bind(11, wireName(topic.slowReaders))
        .run();
}

Result<void> TopicTable::remove(const TopicKey &key)
{
    return m_remove.bind(0, key.nameSpace.text()).bind(1, key.topic.text()).run();
}

Result<std::vector<Topic>> TopicTable::all()
{
    std::vector<Topic> topics;
    while (m_all.next()) {
        auto nameSpace = NamespaceName::parse(m_all.text(0));
        auto name = TopicName::parse(m_all.text(1));
        auto durability = durabilityFrom(m_all.text(2));
        auto slowReaders = slowReaderPolicyFrom(m_all.text(11));
        if (!nameSpace || !name || !durability || !slowReaders) {
            ++m_damagedRows;
            continue;
        }
        Topic topic{.key = {*nameSpace, *name}, .durability = *durability};
        topic.retention.bytes = static_cast<std::uint64_t>(m_all.integer(3));
        topic.retention.messages = static_cast<std::uint64_t>(m_all.integer(9));
        topic.retention.age = std::chrono::seconds(m_all.integer(10));
        topic.slowReaders = *slowReaders;
        topic.page = static_cast<std::uint64_t>(m_all.integer(4));
        topic.createdAt = fromEpochMilliseconds(m_all.integer(5));
        if (m_all.integer(7) != 0)
            topic.earlier = EarlierPages{static_cast<std::uint64_t>(m_all.integer(6)),
                                         static_cast<std::uint64_t>(m_all.integer(7)),
                                         static_cast<std::uint64_t>(m_all.integer(8))};
        topics.push_back(std::move(topic));
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return topics;
}

Result<void> TopicTable::putNamespace(const NamespaceName &name)
{
    return m_putNamespace.bind(0, name.text()).run();
}

Result<void> TopicTable::removeNamespace(const NamespaceName &name)
{
    return m_removeNamespace.bind(0, name.text()).run();
}

Result<std::vector<NamespaceName>> TopicTable::namespaces()
{
    std::vector<NamespaceName> names;
    while (m_namespaces.next()) {
        if (auto name = NamespaceName::parse(m_namespaces.text(0)))
            names.push_back(*name);
        else
            ++m_damagedRows;
    }
    if (const auto failure = m_namespaces.failure())
        return *failure;
    return names;
}

} // namespace parley
