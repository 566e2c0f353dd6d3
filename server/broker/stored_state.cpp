#include "server/broker/stored_state.h"

#include <utility>

#include "server/auth/default_templates.h"
#include "server/broker/topic_restorer.h"

namespace parley {
namespace {

//! Pages that one run may hand out. Two per second for a year, and room for 2^53 / 2^26 runs.
constexpr std::int64_t kPagesPerRun = 1 << 26;

} // namespace

Result<RunStart> beginRun(Tables &tables)
{
    const auto cleanStop = tables.meta().value(MetaTable::kCleanStop, 1);
    if (!cleanStop)
        return cleanStop.error();
    const auto nextPage = tables.meta().value(MetaTable::kNextPage, 1);
    if (!nextPage)
        return nextPage.error();
    const auto restored = tables.meta().value(MetaTable::kRestored, 0);
    if (!restored)
        return restored.error();
    const RunStart run{*cleanStop != 0, *restored != 0, tables.messagesLost().has_value(),
                       static_cast<std::uint64_t>(*nextPage)};
    const auto next = static_cast<std::int64_t>(run.firstPage) + kPagesPerRun;
    if (auto ok = tables.meta().set(MetaTable::kNextPage, next); !ok)
        return ok.error();
    return run;
}

Result<void> noteRunning(Tables &tables)
{
    if (auto ok = tables.meta().set(MetaTable::kRestored, 0); !ok)
        return ok;
    return tables.meta().set(MetaTable::kCleanStop, 0);
}

Result<void> restoreTopics(Tables &tables, const RunStart &run, TopicRegistry &registry,
                           const Log &log)
{
    const auto namespaces = tables.topics().namespaces();
    if (!namespaces)
        return namespaces.error();
    for (const auto &name : *namespaces)
        if (!registry.hasNamespace(name))
            if (auto ok = registry.createNamespace(name); !ok)
                return ok;
    auto topics = tables.topics().all();
    if (!topics)
        return topics.error();
    auto restorer = TopicRestorer::create(tables, {run.cleanStop, run.restored, run.messagesLost},
                                          registry, log);
    if (!restorer)
        return restorer.error();
    for (Topic &topic : *topics)
        if (auto ok = restorer->restore(std::move(topic)); !ok)
            return ok;
    return {};
}

Result<void> makeDefaultTemplates(Tables &tables)
{
    const auto made = tables.meta().value(MetaTable::kTemplatesMade, 0);
    if (!made)
        return made.error();
    if (*made)
        return {};
    for (const TokenTemplate &one : defaultTemplates())
        if (auto ok = tables.templates().put(one); !ok)
            return ok;
    return tables.meta().set(MetaTable::kTemplatesMade, 1);
}

Result<StoredState> readState(Tables &tables, const Log &log)
{
    auto tokens = tables.tokens().all();
    if (!tokens)
        return tokens.error();
    auto webhooks = tables.webhooks().all();
    if (!webhooks)
        return webhooks.error();
    auto rooms = tables.rooms().all();
    if (!rooms)
        return rooms.error();
    auto templates = tables.templates().all();
    if (!templates)
        return templates.error();
    auto functions = tables.functions().all();
    if (!functions)
        return functions.error();
    auto inspector = tables.inspector().settings();
    if (!inspector)
        return inspector.error();
    for (const Webhook &webhook : *webhooks)
        if (webhook.credentials.secret.empty() && !webhook.callsFunction())
            log.warning("webhook " + webhook.id + " is paused: " + webhook.stateReason);
    StoredState state{std::move(*tokens),    std::move(*webhooks),  std::move(*rooms),
                      std::move(*templates), std::move(*functions), std::move(*inspector)};
    const std::size_t damaged = tables.topics().damagedRows() + tables.tokens().damagedRows()
        + tables.webhooks().damagedRows() + tables.rooms().damagedRows()
        + tables.templates().damagedRows() + tables.functions().damagedRows();
    if (damaged > 0)
        log.error(std::to_string(damaged) + " damaged rows of administration left out");
    return state;
}

} // namespace parley
