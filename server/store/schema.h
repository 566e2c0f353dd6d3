#pragma once

#include "server/store/database.h"

namespace parley {

// Administration (topics, tokens, webhooks, rooms, deliveries) and messages are files of their own,
// so that a damaged page costs only its own kind of record. Each is brought to the newest version
// inside one transaction.
//! FailedPrecondition: one of the two files is newer. Both stay as they are, and so do their logs.
Result<void> refuseNewer(const std::string &administration, const std::string &messages);
Result<void> migrateAdministration(Database &database);
Result<void> migrateMessages(Database &database);

} // namespace parley
