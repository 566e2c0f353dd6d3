#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "server/types/webhook.h"
#include "server/webhooks/feed.h"

namespace parley {

// A feed for each topic of each webhook: of one on a name that topic's, of one on a prefix those of
// all topics that there are and will be. Thread: webhooks.
class Feeds final
{
public:
    explicit Feeds(Feed::Parts parts); // but for `closed`, which is set here

    void put(const Webhook &webhook); // new or changed; its topic never changes
    void remove(const std::string &webhookId);
    void topicCreated(const TopicKey &key);
    void clear();

private:
    using Place = std::pair<std::string, TopicKey>; // webhook and topic

    void feed(const Webhook &webhook, const TopicKey &key);
    void closed(const std::string &webhookId, const TopicKey &key);

    Feed::Parts m_parts;
    std::map<std::string, Webhook> m_prefixed{}; // by id; without credentials
    std::map<Place, std::unique_ptr<Feed>> m_feeds;
};

} // namespace parley
