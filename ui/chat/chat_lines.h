#pragma once

#include "server/client/chat_message.h"
#include "ui/views/chat_entry.h"

namespace parley::ui {

//! What a line is known by. Ids are made by those who write: only together with the sender, whom
//! the broker stamps, are they one message's, or anybody could write over another's line.
QString lineId(const QString &senderId, const QString &messageId);

//! A message of the wire as a line of the view. \param reading the language of the topic it came
//! on. \param mine sent by this person.
ChatEntry chatEntry(const client::ChatMessage &message, const QString &reading, bool mine);

//! What this person just wrote and nobody else has seen yet.
ChatEntry pendingEntry(const QString &id, const QString &text, const QString &senderId,
                       qint64 nowMs);

//! "en/mild" in words: "mild words (English)".
QString ruleText(const QString &rule);

} // namespace parley::ui
