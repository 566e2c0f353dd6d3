#pragma once

#include <deque>

#include <QHash>
#include <QObject>
#include <QSet>

#include "ui/views/chat_entry.h"

namespace parley::ui {

// The lines of one room in order, bounded; entries are known by id. Adds the day separators itself
// (local time), so a caller hands over messages only. Thread: GUI.
class ChatModel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatModel)

public:
    static constexpr int kMaxEntries = 250'000; // about 100 MB; older ones are in the history
    static constexpr qsizetype kMaxTextLength = 16'384; // UTF-16 units kept of one text
    static constexpr qint64 kMaxTextBytes = 256ll * 1024 * 1024; // of all texts together

    explicit ChatModel(QObject *parent = nullptr);

    int count() const { return int(m_entries.size()); }
    const ChatEntry &at(int index) const { return m_entries[std::size_t(index)]; }
    int indexOf(const QString &id) const; // -1: not here
    const ChatEntry *find(const QString &id) const; // null: not here

    //! At the end; evicts from the front when full. An entry whose id is here already updates it
    //! (a message that arrives twice is shown once).
    void append(const ChatEntry &entry);
    void append(const QList<ChatEntry> &entries);

    //! Older messages, oldest first, before all others; ids that are here already are skipped.
    //! \return how many were added; fewer when the model is full.
    int prependPage(const QList<ChatEntry> &entries);

    //! Replaces the entry \p id in its place: the pending bubble becomes the moderated copy, say.
    //! \p entry may bring a new id. \return false when \p id is not here.
    bool update(const QString &id, const ChatEntry &entry);
    bool remove(const QString &id);
    void clear();

    //! One marker at most; "3 unread" stands above the entry \p beforeId.
    void setUnreadMarker(const QString &beforeId, int unread);
    void clearUnreadMarker();

    // Original or translation, per message and for the whole room. A choice for one message is
    // dropped when the room's is set.
    bool showsOriginal(const ChatEntry &entry) const;
    QString shownText(const ChatEntry &entry) const;
    void toggleOriginal(const QString &id);
    bool roomShowsOriginal() const { return m_roomShowsOriginal; }
    void setRoomShowsOriginal(bool original);

Q_SIGNALS:
    void inserted(int first, int count);
    void removed(int first, int count);
    void changed(int first, int count);
    void reset();

private:
    static ChatEntry bounded(const ChatEntry &entry);
    const ChatEntry *lastWithDay() const;
    ChatEntry daySeparator(const ChatEntry &before, QSet<QString> &taken) const;
    void insertAt(int index, const QList<ChatEntry> &entries);
    void removeAt(int index, int removedCount);
    void removeLoneSeparator(int index);
    void evictSurplus();

    std::deque<ChatEntry> m_entries;
    QHash<QString, qint64> m_places; // id -> place; index = place - m_base
    qint64 m_base = 0;
    qint64 m_textBytes = 0;
    QSet<QString> m_toggled; // ids that differ from the room's choice
    bool m_roomShowsOriginal = false;
};

} // namespace parley::ui
