#pragma once

#include <string>

#include "server/base/random.h"
#include "server/base/result.h"

namespace parley {

//! Writes a backup of the store in \p dataDirectory to the directory \p target, which must not
//! exist yet; a broker may be at work meanwhile. It holds what was committed when the copying of
//! each file began, administration first: so no webhook has read a message that the backup lacks.
//! The target appears whole or not at all, is 0700, and holds no token's secret; webhooks' are
//! in it as in the store, sealed, and the key is not.
//! Errors: AlreadyExists, NotFound (no store there), StorageFailed, Unavailable (disk full).
//! Thread: any; takes as long as reading and writing the files does.
Result<void> backUpStore(const std::string &dataDirectory, const std::string &target);

//! Puts a backup into \p dataDirectory, which must hold no store. Its topics will take a new page
//! at the first start, far from all pages that the broker of the backup may have used since: so no
//! reader of then takes another message for his own. The backup is checked whole and stays as it
//! is. Errors: AlreadyExists (a store is there), NotFound, DataDamaged, FailedPrecondition (of a
//! newer version).
Result<void> restoreStore(const std::string &backup, const std::string &dataDirectory,
                          Random &random);

} // namespace parley
