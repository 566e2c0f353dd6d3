#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "server/functions/text/language_detector.h"
#include "server/functions/text/moderator.h"
#include "server/functions/translation/translator.h"

namespace parley::functions {

// What became of one language of a message.
struct LanguageReport {
    QString language{};
    Translation translation{}; // its text is not reported
    ModerationAction action = ModerationAction::Allow; // of the translated text
    QString rule{}; // of the strictest finding in the translated text
    bool published = false;
    bool superseded = false; // a newer revision came first, so this one is not needed any more
    QString error{}; // why it was not published
    bool retryable = false;
};

// What a room function did with one message: the owner's only view of a message that was held or
// blocked. Names rules and places, never the words. Thread: any (a value).
struct VerdictReport {
    static constexpr int kMaxFindings = 16; // as many as fit in a line of the delivery log

    QString id{};
    QString room{};
    QString nameSpace{};
    QString topic{};
    qint64 sequence = 0;
    QString publisherId{};
    ModerationAction action = ModerationAction::Allow;
    QString rule{}; // of the strictest finding
    QString category{};
    int severity = 0;
    QList<ModerationFinding> findings{};
    QString sourceText{}; // to count spans in UTF-16; not reported itself
    LanguageGuess language{};
    QList<LanguageReport> languages{};
    QString note{}; // for people: why it was judged by no list
    qint64 timeMs = 0; // milliseconds since 1970, UTC

    void setVerdict(const ModerationVerdict &verdict);
    QByteArray toJson() const;
};

//! Offset in UTF-16 code units of byte \p bytes of \p utf8.
qsizetype utf16Offset(std::string_view utf8, std::size_t bytes);

//! The finding that asks for most; null when there is none.
const ModerationFinding *strictest(const std::vector<ModerationFinding> &findings);

} // namespace parley::functions
