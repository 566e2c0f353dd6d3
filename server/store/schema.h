#pragma once

#include "server/store/database.h"

namespace parley {

// Administration (topics, tokens, webhooks, rooms, deliveries) and messages are files of their own,
// so that a damaged page costs only its own kind of record. Each is brought to the newest version
// inside one transaction; a file that is newer than this program is refused unharmed.
Result<void> migrateAdministration(Database &database);
Result<void> migrateMessages(Database &database);

} // namespace parley
