#include "server/broker/stored_state.h"

namespace parley {
namespace {

//! Pages that one run may hand out. Two per second for a year, and room for 2^53 / 2^26 runs.
constexpr std::int64_t kPagesPerRun = 1 << 26;

bool keepsItsPage(const Topic &topic, bool cleanStop)
{
    switch (topic.durability) {
    case Durability::Memory: return false;
    case Durability::Relaxed: return cleanStop;
    case Durability::Durable: return true;
    }
    __builtin_unreachable();
}

void restoreMessages(Tables &tables, TopicLog &topicLog, const Log &log)
{
    const auto loaded
        = tables.messages().load(topicLog.key(), topicLog.page(), topicLog.topic().retainedBytes,
                                 [&](const PublishedMessage &message) {
                                     topicLog.restore(message.position.sequence, message.payload,
                                                      message.publisherId, message.time);
                                 });
    if (loaded.damaged > 0)
        log.error(std::to_string(loaded.damaged) + " damaged messages left out of topic "
                  + topicLog.key().topic.text());
}

Result<void> restoreTopic(Tables &tables, Topic topic, bool cleanStop, TopicRegistry &registry,
                          const Log &log)
{
    const bool keeps = keepsItsPage(topic, cleanStop) && topic.page > 0;
    if (!keeps) {
        topic.page = 0; // the registry assigns the next
        if (topic.durability != Durability::Memory)
            if (auto ok = tables.messages().removeTopic(topic.key); !ok)
                return ok;
    }
    const std::uint64_t last = keeps ? tables.messages().lastSequence(topic.key, topic.page) : 0;
    auto created = registry.create(topic, last);
    if (!created)
        return created.error();
    if (keeps) {
        restoreMessages(tables, **created, log);
        return {};
    }
    return tables.topics().put((*created)->topic());
}

} // namespace

Result<RunStart> beginRun(Tables &tables)
{
    const RunStart run{tables.meta().value(MetaTable::kCleanStop, 1) != 0,
                       static_cast<std::uint64_t>(tables.meta().value(MetaTable::kNextPage, 1))};
    const auto next = static_cast<std::int64_t>(run.firstPage) + kPagesPerRun;
    if (auto ok = tables.meta().set(MetaTable::kNextPage, next); !ok)
        return ok.error();
    return run;
}

Result<void> noteRunning(Tables &tables)
{
    return tables.meta().set(MetaTable::kCleanStop, 0);
}

Result<void> restoreTopics(Tables &tables, bool cleanStop, TopicRegistry &registry, const Log &log)
{
    for (const auto &name : tables.topics().namespaces())
        if (!registry.hasNamespace(name))
            if (auto ok = registry.createNamespace(name); !ok)
                return ok;
    for (Topic &topic : tables.topics().all())
        if (auto ok = restoreTopic(tables, std::move(topic), cleanStop, registry, log); !ok)
            return ok;
    return {};
}

StoredState readState(Tables &tables, const Log &log)
{
    StoredState state{tables.tokens().all(), tables.webhooks().all(), tables.rooms().all()};
    const std::size_t damaged = tables.topics().damagedRows() + tables.tokens().damagedRows()
        + tables.webhooks().damagedRows() + tables.rooms().damagedRows();
    if (damaged > 0)
        log.error(std::to_string(damaged) + " damaged rows of administration left out");
    return state;
}

} // namespace parley
