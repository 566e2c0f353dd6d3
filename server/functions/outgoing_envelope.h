#pragma once

#include "server/functions/chat_envelope.h"
#include "server/functions/verdict_report.h"

namespace parley::functions {

// What is known about a message when one of its languages is ready; all borrowed for the call.
struct OutgoingParts {
    const ChatEnvelope &message; // as it came, its name judged
    const VerdictReport &report;
    qsizetype language = 0; // index in report.languages
    const ModerationVerdict &source;
    const ModerationVerdict &target; // its text is what is delivered
    qint64 moderatedAt = 0;
};

//! The envelope that goes to the readers of one language. Its spans say where masked words stand
//! in its own text: those that this text's verdict masked, and for a translation of a masked
//! message every run of stars that came through.
ChatEnvelope outgoingEnvelope(const OutgoingParts &parts);

} // namespace parley::functions
