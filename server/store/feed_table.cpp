#include "server/store/feed_table.h"

namespace parley {
namespace {

Position positionAt(const Statement &row, int column)
{
    return {static_cast<std::uint64_t>(row.integer(column)),
            static_cast<std::uint64_t>(row.integer(column + 1))};
}

} // namespace

FeedTable::FeedTable(const Database &database) :
    m_put(database.prepare("INSERT OR REPLACE INTO feed_positions (webhook_id, namespace, topic, "
                           "page, sequence) VALUES (?, ?, ?, ?, ?)")),
    m_find(database.prepare("SELECT page, sequence FROM feed_positions WHERE webhook_id = ? AND "
                            "namespace = ? AND topic = ?")),
    m_all(database.prepare("SELECT webhook_id, namespace, topic, page, sequence "
                           "FROM feed_positions")),
    m_removeOf(database.prepare("DELETE FROM feed_positions WHERE webhook_id = ?")),
    m_removeTopic(database.prepare("DELETE FROM feed_positions WHERE namespace = ? AND topic = ?"))
{
}

Result<void> FeedTable::put(const FeedPosition &feed)
{
    return m_put.bind(0, feed.webhookId)
        .bind(1, feed.key.nameSpace.text())
        .bind(2, feed.key.topic.text())
        .bind(3, static_cast<std::int64_t>(feed.position.page))
        .bind(4, static_cast<std::int64_t>(feed.position.sequence))
        .run();
}

Result<std::optional<Position>> FeedTable::find(const std::string &webhookId, const TopicKey &key)
{
    std::optional<Position> position;
    m_find.bind(0, webhookId).bind(1, key.nameSpace.text()).bind(2, key.topic.text());
    while (m_find.next())
        position = positionAt(m_find, 0);
    if (const auto failure = m_find.failure())
        return *failure;
    return position;
}

Result<std::vector<FeedPosition>> FeedTable::all()
{
    std::vector<FeedPosition> feeds;
    while (m_all.next()) {
        auto nameSpace = NamespaceName::parse(m_all.text(1));
        auto topic = TopicName::parseAny(m_all.text(2));
        if (nameSpace && topic)
            feeds.push_back({m_all.text(0), {*nameSpace, *topic}, positionAt(m_all, 3)});
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return feeds;
}

Result<void> FeedTable::removeOf(const std::string &webhookId)
{
    return m_removeOf.bind(0, webhookId).run();
}

Result<void> FeedTable::removeTopic(const TopicKey &key)
{
    return m_removeTopic.bind(0, key.nameSpace.text()).bind(1, key.topic.text()).run();
}

} // namespace parley
