#pragma once

#include <cstdint>
#include <vector>

#include "server/base/log.h"
#include "server/base/result.h"
#include "server/store/tables.h"
#include "server/topics/topic_registry.h"

namespace parley {

// What the last run left behind, read before the threads start. Thread: whoever starts the broker.
struct StoredState {
    std::vector<StoredToken> tokens{};
    std::vector<Webhook> webhooks{};
    std::vector<Room> rooms{};
    std::vector<TokenTemplate> templates{};
    std::vector<StoredFunction> functions{};
    std::string inspector{}; // as InspectorTable says
};

// How this run begins.
struct RunStart {
    bool cleanStop = false; // the last run ended in order
    bool restored = false; // this is a backup's first run
    bool messagesLost = false; // their file could not be opened
    std::uint64_t firstPage = 1; // no run has used it, or one behind it
};

//! Reserves pages for this run.
Result<RunStart> beginRun(Tables &tables);
//! From here on people may publish: a run that does not end in order may have lost something. Noted
//! only once nothing can fail any more, else a port that is taken would pass for a crash.
Result<void> noteRunning(Tables &tables);

//! Fills \p registry with namespaces, topics and their kept messages. A memory topic gets a new
//! page; so does a relaxed one after a run that did not end in order, because its last moments may
//! be missing: what was stored is there, and its numbers go on. Every topic of a backup does. What
//! a webhook has not read yet is there whatever the topic retains.
Result<void> restoreTopics(Tables &tables, const RunStart &run, TopicRegistry &registry,
                           const Log &log);

//! Once in the life of a store: gives it the default token templates.
Result<void> makeDefaultTemplates(Tables &tables);

Result<StoredState> readState(Tables &tables, const Log &log);

} // namespace parley
