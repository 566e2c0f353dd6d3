#pragma once

#include <memory>

#include <QString>

#include "server/functions/text/moderator.h"
#include "server/functions/translation/phrasebook.h"

namespace parley::functions {

// Where phrases and word lists come from: folders of files, or what is built into the program.
inline const QString kBuiltInTexts = QStringLiteral(":/parley/functions");

//! Reads `phrasebook.tsv` in \p folder.
Result<Phrasebook> readPhrasebook(const QString &folder);

//! Makes the moderator of all `moderation/*.txt` in \p folder. An Error when one cannot be read or
//! understood, or when there is none: half a moderator would pass what the other half holds.
Result<std::unique_ptr<Moderator>> readModerator(const QString &folder);

} // namespace parley::functions
