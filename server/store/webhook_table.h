#pragma once

#include <vector>

#include "server/store/database.h"
#include "server/types/position.h"
#include "server/types/webhook.h"

namespace parley {

// Webhooks with their secrets, and how far each has read its topic. Thread: store.
class WebhookTable final
{
public:
    explicit WebhookTable(const Database &database);

    Result<void> put(const Webhook &webhook);
    //! Settings of one that is there; its state only when \p withState: others write that too.
    Result<void> change(const Webhook &webhook, bool withState);
    Result<void> setState(const std::string &id, WebhookState state, const std::string &reason);
    Result<void> remove(const std::string &id); // its feed position goes too
    Result<std::vector<Webhook>> all();

    Result<void> setFeedPosition(const std::string &webhookId, Position position);
    Result<std::optional<Position>> feedPosition(const std::string &webhookId);

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_change;
    Statement m_setState;
    Statement m_remove;
    Statement m_all;
    Statement m_putFeed;
    Statement m_removeFeed;
    Statement m_findFeed;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
