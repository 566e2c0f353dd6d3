#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "server/types/webhook.h"

namespace parley {

// The webhooks as the API shows them; the engine has its own. Thread: I/O loop.
class WebhookList final
{
public:
    static constexpr std::size_t kMaxWebhooks = 1'000; // each has a cursor, a queue and timers

    void put(const Webhook &webhook) { m_webhooks.insert_or_assign(webhook.id, webhook); }
    bool remove(const std::string &id) { return m_webhooks.erase(id) > 0; }
    const Webhook *find(const std::string &id) const
    {
        const auto found = m_webhooks.find(id);
        return found == m_webhooks.end() ? nullptr : &found->second;
    }
    std::vector<Webhook> on(const TopicKey &key) const
    {
        std::vector<Webhook> webhooks;
        for (const auto &[id, webhook] : m_webhooks)
            if (webhook.key == key)
                webhooks.push_back(webhook);
        return webhooks;
    }
    const std::map<std::string, Webhook> &all() const { return m_webhooks; } // by id: oldest first
    //! False: another change of it is being stored.
    bool beginChange(const std::string &id) { return m_changing.insert(id).second; }
    void endChange(const std::string &id) { m_changing.erase(id); }
    bool isFull() const { return m_webhooks.size() >= kMaxWebhooks; }

private:
    std::map<std::string, Webhook> m_webhooks;
    std::set<std::string> m_changing; // ids
};

} // namespace parley
