#include "server/broker/topic_restorer.h"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

// On this count of numbers; 0 when the webhook stopped on another.
std::uint64_t readThrough(const Topic &topic, Position feed)
{
    if (feed.page == topic.page)
        return feed.sequence;
    if (topic.earlier && feed.page == topic.earlier->last)
        return std::min(feed.sequence, topic.earlier->lastSequence);
    return 0;
}

} // namespace

Result<TopicRestorer> TopicRestorer::create(Tables &tables, Origin origin, TopicRegistry &registry,
                                            const Log &log)
{
    auto positions = readFeedPositions(tables);
    if (!positions)
        return positions.error();
    return TopicRestorer(tables, origin, registry, std::move(*positions), log);
}

Result<TopicRestorer::FeedPositions> TopicRestorer::readFeedPositions(Tables &tables)
{
    const auto webhooks = tables.webhooks().all();
    if (!webhooks)
        return webhooks.error();
    auto feeds = tables.feeds().all();
    if (!feeds)
        return feeds.error();
    FeedPositions positions;
    for (FeedPosition &feed : *feeds) {
        const auto reads = [&](const Webhook &webhook) {
            return webhook.id == feed.webhookId && webhook.state != WebhookState::Disabled;
        };
        if (std::any_of(webhooks->begin(), webhooks->end(), reads)) {
            const TopicKey key = feed.key;
            positions.emplace(key, std::move(feed));
        }
    }
    return positions;
}

Result<void> TopicRestorer::restore(Topic topic)
{
    if (topic.durability == Durability::Memory || topic.page == 0 || m_origin.messagesLost)
        return begin(std::move(topic));
    const auto kept = keep(topic);
    if (kept
        || (kept.error().code != ErrorCode::StorageFailed
            && kept.error().code != ErrorCode::DataDamaged))
        return kept;
    m_log.error("the messages of topic " + topic.key.topic.text()
                + " cannot be read; they stay in the file, and the topic begins anew: "
                + kept.error().message);
    (void)m_registry.remove(topic.key); // if it came that far
    if (auto ok = m_tables.messages().setAside(topic.key); !ok)
        return ok;
    return begin(std::move(topic));
}

// A new page and nothing in it.
Result<void> TopicRestorer::begin(Topic topic)
{
    topic.page = 0; // the registry assigns the next
    topic.earlier.reset();
    auto created = m_registry.create(std::move(topic), 0);
    if (!created)
        return created.error();
    return m_tables.topics().put((*created)->topic());
}

Result<void> TopicRestorer::keep(Topic topic)
{
    const std::uint64_t firstPage = topic.earlier ? topic.earlier->first : topic.page;
    const auto last = m_tables.messages().lastSequence(topic.key, firstPage);
    if (!last)
        return last.error();
    // A crash may have taken the last moments of a relaxed topic: the numbers behind the last row
    // may be used up on the old page, and are free on a new one. So may those of a backup.
    const bool turnsPage
        = m_origin.restored || (topic.durability == Durability::Relaxed && !m_origin.cleanStop);
    if (turnsPage)
        topic.earlier = EarlierPages{firstPage, std::exchange(topic.page, 0), *last};
    auto created = m_registry.create(std::move(topic), *last);
    if (!created)
        return created.error();
    const Topic restored = (*created)->topic();
    for (auto [each, end] = m_positions.equal_range(restored.key); each != end; ++each)
        (*created)->hold(each->second.webhookId, readThrough(restored, each->second.position));
    if (auto ok = load(**created, firstPage); !ok)
        return ok;
    (*created)->countOnBehind(*last);
    return turnsPage ? m_tables.topics().put(restored) : Result<void>{};
}

Result<void> TopicRestorer::load(TopicLog &topicLog, std::uint64_t firstPage)
{
    const Topic topic = topicLog.topic();
    MessageTable::Range range{firstPage, topic.retention.bytes};
    for (auto [each, end] = m_positions.equal_range(topic.key); each != end; ++each)
        range.keepFrom = std::min(range.keepFrom, readThrough(topic, each->second.position) + 1);
    const auto loaded
        = m_tables.messages().load(topic.key, range, [&](const PublishedMessage &message) {
              topicLog.restore({message.position.sequence, message.time, message.publisherId,
                                message.idempotencyKey, message.hops},
                               message.payload);
          });
    if (!loaded)
        return loaded.error();
    if (loaded->damaged > 0)
        m_log.error(std::to_string(loaded->damaged) + " damaged messages left out of topic "
                    + topic.key.topic.text());
    return {};
}

} // namespace parley
