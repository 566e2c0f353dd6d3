#pragma once

#include <QByteArray>

#include "server/functions/chat_envelope.h"
#include "server/functions/verdict_report.h"
#include "server/types/held_message.h"

namespace parley::functions {

//! What the author is told of his message, on his own notices topic: the state, and when it was
//! masked, held or blocked by which rule and where; language by language what became of it. The
//! words are his, so nothing is kept from him but other people's.
//! Source: server/protocol/README.md, section 8.
QByteArray roomNotice(const ChatEnvelope &message, const VerdictReport &report);

//! What the author is told when a moderator turned his message down.
QByteArray deniedNotice(const HeldMessage &message, const std::string &reason);

//! "published", "changed", "held", "blocked" or "failed".
QString noticeState(const VerdictReport &report);

} // namespace parley::functions
