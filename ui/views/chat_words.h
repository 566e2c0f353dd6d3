#pragma once

#include <QCoreApplication>

#include "ui/views/chat_entry.h"

namespace parley::ui {

// The words around a chat message: for the painter, tooltips and the screen reader. Thread: GUI.
class ChatWords
{
    Q_DECLARE_TR_FUNCTIONS(ChatWords)

public:
    static QString languageName(const QString &code); // "Japanese"; the code when it is not known
    static QString isolated(const QString &name); // in FSI .. PDI, so that it turns nothing around
    static QString initials(const QString &name); // one or two letters; "?" without any
    static QString time(const ChatEntry &entry); // "12:01", local
    static QString day(const ChatEntry &entry); // "Monday, 23 November 2026"

    static QString badge(const ChatEntry &entry); // "es → en"; "" when it was not translated
    static QString translationNote(const ChatEntry &entry); // why it stands untranslated; or ""
    static QString stateNote(const ChatEntry &entry); // "✕ blocked: profanity"; "" when all is well
    static QString meta(const ChatEntry &entry); // "edited · 12:03 ✓"
    static QString toolTip(const ChatEntry &entry);
    static QString line(const ChatEntry &entry,
                        const QString &shownText); // what stands between bubbles
    static QString spoken(const ChatEntry &entry, const QString &shownText, bool original);

    static bool canEdit(const ChatEntry &entry);
    static bool canRetry(const ChatEntry &entry); // sending, or translating
};

} // namespace parley::ui
