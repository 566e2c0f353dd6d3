#pragma once

#include <QList>
#include <QString>

namespace parley::ui {

enum class ChatKind : quint8 { Message, System, DaySeparator, UnreadMarker, Gap };

// On its way from the author to the room. Sent: the broker has it. Moderating is part of Sent.
enum class ChatState : quint8 { Pending, Sent, Published, Changed, Held, Blocked, Failed };

struct ChatTranslation {
    enum class Status : quint8 {
        None, // not needed: the text is in the reader's language
        Pending,
        Translated,
        Failed, // shown untranslated, can be tried again
        NoEngine, // nothing here translates this pair; shown untranslated
    };
    Status status = Status::None;
    QString engine{}; // "Apertium", "phrasebook"
    QString reason{}; // of Failed, for people
    int milliseconds = -1; // -1: not known
    bool draft = false; // the engine's output needs a kind reader (Apertium)
};

struct ChatSpan {
    qsizetype start = 0; // UTF-16 units in ChatEntry::text
    qsizetype length = 0;
};

struct ChatModeration {
    QString action{}; // "masked", "held", "blocked"; "" = untouched
    QString rule{}; // "profanity"
    QList<ChatSpan> spans{}; // what was changed
};

// One line of a room. Text from outside is plain text; the view never interprets it.
struct ChatEntry {
    QString id{}; // unique in its model, and stable
    ChatKind kind = ChatKind::Message;
    ChatState state = ChatState::Published;
    bool mine = false;
    bool edited = false;
    qint64 timeMs = 0; // UTC, milliseconds since 1970
    QString senderName{};
    QString senderId{}; // colours the avatar
    QString text{}; // as the reader's language has it; system, gap: the whole line
    QString originalText{}; // "" when there is nothing else than text
    QString sourceLanguage{}; // BCP 47, "" = not known
    QString targetLanguage{};
    ChatTranslation translation{};
    ChatModeration moderation{};
    QString stateReason{}; // of Held, Blocked, Failed, for people
    int publishMilliseconds = -1; // my message: from send to published; -1: not known

    bool hasOriginal() const { return !originalText.isEmpty() && originalText != text; }
};

} // namespace parley::ui
