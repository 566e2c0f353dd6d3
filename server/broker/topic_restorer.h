#pragma once

#include <map>

#include "server/base/log.h"
#include "server/base/result.h"
#include "server/store/tables.h"
#include "server/topics/topic_registry.h"
#include "server/webhooks/delivery_journal.h"

namespace parley {

// Puts stored topics back into the registry, with the messages they keep and those that a webhook
// has not read yet. Thread: whoever starts the broker.
class TopicRestorer final
{
public:
    // How the store comes from its last run.
    struct Origin {
        bool cleanStop = false; // it ended in order
        bool restored = false; // it is a backup of then
    };

    //! All but \p origin is borrowed.
    static Result<TopicRestorer> create(Tables &tables, Origin origin, TopicRegistry &registry,
                                        const Log &log);

    //! Rows that cannot be read are set aside, and the topic begins anew: one topic's damage is not
    //! the others'. Errors: what the store says when it cannot be written.
    Result<void> restore(Topic topic);

private:
    // What active webhooks have read of their topics.
    using FeedPositions = std::multimap<TopicKey, FeedPosition>;

    TopicRestorer(Tables &tables, Origin origin, TopicRegistry &registry, FeedPositions positions,
                  const Log &log) :
        m_tables(tables),
        m_origin(origin), m_registry(registry), m_positions(std::move(positions)), m_log(log)
    {
    }

    static Result<FeedPositions> readFeedPositions(Tables &tables);
    Result<void> begin(Topic topic);
    Result<void> keep(Topic topic);
    Result<void> load(TopicLog &topicLog, std::uint64_t firstPage);

    Tables &m_tables;
    Origin m_origin;
    TopicRegistry &m_registry;
    FeedPositions m_positions;
    const Log &m_log;
};

} // namespace parley
