#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/feed_position.h"

namespace parley {

// How far webhooks have read: one row for each topic of each webhook. Thread: store.
class FeedTable final
{
public:
    explicit FeedTable(const Database &database);

    Result<void> put(const FeedPosition &feed);
    Result<std::optional<Position>> find(const std::string &webhookId, const TopicKey &key);
    Result<std::vector<FeedPosition>> all(); // of damaged rows nothing
    Result<void> removeOf(const std::string &webhookId);
    Result<void> removeTopic(const TopicKey &key); // another may take its name

private:
    Statement m_put;
    Statement m_find;
    Statement m_all;
    Statement m_removeOf;
    Statement m_removeTopic;
};

} // namespace parley
