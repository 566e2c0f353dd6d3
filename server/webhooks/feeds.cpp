#include "server/webhooks/feeds.h"

namespace parley {

Feeds::Feeds(Feed::Parts parts) : m_parts(std::move(parts))
{
    m_parts.closed = [this](const std::string &id, const TopicKey &key) { closed(id, key); };
}

void Feeds::put(const Webhook &webhook)
{
    if (webhook.match == TopicMatch::Name)
        return feed(webhook, webhook.key);
    Webhook known = webhook;
    known.credentials = {};
    m_prefixed.insert_or_assign(webhook.id, std::move(known));
    for (const auto &log : m_parts.topics.all())
        if (webhook.matches(log->key()))
            feed(webhook, log->key());
}

void Feeds::feed(const Webhook &webhook, const TopicKey &key)
{
    auto &feed = m_feeds[{webhook.id, key}];
    if (feed)
        feed->resume();
    else
        feed = std::make_unique<Feed>(m_parts, webhook.id, key);
}

void Feeds::topicCreated(const TopicKey &key)
{
    for (const auto &[id, webhook] : m_prefixed)
        if (webhook.matches(key))
            feed(webhook, key);
}

void Feeds::remove(const std::string &webhookId)
{
    m_prefixed.erase(webhookId);
    std::erase_if(m_feeds, [&](const auto &entry) {
        if (entry.first.first != webhookId)
            return false;
        entry.second->webhookDeleted();
        return true;
    });
}

// A topic is gone. The feed of a webhook on its name waits for another of that name; one on a
// prefix hears of it when it is made. The feed is in the middle of a call.
void Feeds::closed(const std::string &webhookId, const TopicKey &key)
{
    if (!m_prefixed.contains(webhookId))
        return;
    const auto node = m_feeds.extract({webhookId, key});
    if (!node.empty())
        node.mapped().release()->deleteLater();
}

void Feeds::clear()
{
    m_feeds.clear();
    m_prefixed.clear();
}

} // namespace parley
