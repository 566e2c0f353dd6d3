#include "ui/views/chat_model.h"

#include <algorithm>

#include <QDateTime>

namespace parley::ui {
namespace {

const QString &unreadMarkerId()
{
    static const QString id = QStringLiteral("\x01unread"); // no id from outside begins like this
    return id;
}

// Local days of many messages: asking the time zone for each would be most of the cost of a page.
class LocalDays
{
public:
    QDate of(const ChatEntry &entry)
    {
        if (entry.timeMs < m_first || entry.timeMs > m_last) {
            m_day = QDateTime::fromMSecsSinceEpoch(entry.timeMs).date();
            m_first = m_day.startOfDay().toMSecsSinceEpoch();
            m_last = m_day.endOfDay().toMSecsSinceEpoch();
        }
        return m_day;
    }

private:
    QDate m_day{};
    qint64 m_first = 1; // empty at first
    qint64 m_last = 0;
};

bool hasDay(const ChatEntry &entry)
{
    return entry.kind != ChatKind::UnreadMarker;
}

qint64 textBytes(const ChatEntry &entry)
{
    return qint64(sizeof(QChar)) * (entry.text.size() + entry.originalText.size());
}

} // namespace

ChatModel::ChatModel(QObject *parent) : QObject(parent) {}

int ChatModel::indexOf(const QString &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? -1 : int(*place - m_base);
}

const ChatEntry *ChatModel::find(const QString &id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &at(index);
}

void ChatModel::append(const ChatEntry &entry)
{
    append(QList<ChatEntry>{entry});
}

void ChatModel::append(const QList<ChatEntry> &entries)
{
    LocalDays days;
    QList<ChatEntry> fresh;
    QSet<QString> ids;
    for (const auto &entry : entries) {
        if (update(entry.id, entry) || ids.contains(entry.id))
            continue;
        ids.insert(entry.id);
        const auto *last = !fresh.isEmpty() ? &fresh.constLast() : lastWithDay();
        if (!last || days.of(*last) != days.of(entry))
            fresh.append(daySeparator(entry, ids));
        fresh.append(bounded(entry));
    }
    insertAt(count(), fresh);
    evictSurplus();
}

int ChatModel::prependPage(const QList<ChatEntry> &entries)
{
    QList<ChatEntry> fresh; // newest first while it is built, because room is given to the newest
    qint64 bytes = m_textBytes;
    for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) {
        auto kept = bounded(*entry);
        bytes += textBytes(kept);
        if (count() + 2 * fresh.size() >= kMaxEntries || bytes > kMaxTextBytes)
            break; // twice: each could bring a day separator
        if (!m_places.contains(kept.id))
            fresh.append(std::move(kept));
    }
    if (fresh.isEmpty())
        return 0;
    LocalDays days;
    const auto added = int(fresh.size());
    if (count() > 0 && at(0).kind == ChatKind::DaySeparator && days.of(at(0)) == days.of(fresh[0]))
        removeAt(0, 1);
    QSet<QString> ids;
    QList<ChatEntry> page;
    for (auto entry = fresh.crbegin(); entry != fresh.crend(); ++entry) {
        if (page.isEmpty() || days.of(page.constLast()) != days.of(*entry))
            page.append(daySeparator(*entry, ids));
        page.append(*entry);
    }
    insertAt(0, page);
    return added;
}

bool ChatModel::update(const QString &id, const ChatEntry &entry)
{
    const int index = indexOf(id);
    if (index < 0)
        return false;
    const int other = entry.id == id ? index : indexOf(entry.id);
    if (other >= 0 && other != index) { // the copy came by another way already: one of them goes
        removeAt(index, 1);
        return update(entry.id, entry);
    }
    auto &held = m_entries[std::size_t(index)];
    m_textBytes -= textBytes(held);
    m_places.remove(id);
    if (m_toggled.remove(id) && entry.hasOriginal())
        m_toggled.insert(entry.id);
    held = bounded(entry);
    m_places.insert(held.id, m_base + index);
    m_textBytes += textBytes(held);
    Q_EMIT changed(index, 1);
    return true;
}

bool ChatModel::remove(const QString &id)
{
    const int index = indexOf(id);
    if (index < 0)
        return false;
    removeAt(index, 1);
    removeLoneSeparator(index - 1);
    return true;
}

void ChatModel::clear()
{
    m_entries.clear();
    m_places.clear();
    m_toggled.clear();
    m_base = 0;
    m_textBytes = 0;
    Q_EMIT reset();
}

void ChatModel::setUnreadMarker(const QString &beforeId, int unread)
{
    clearUnreadMarker();
    const int index = indexOf(beforeId);
    if (index < 0)
        return;
    ChatEntry marker;
    marker.id = unreadMarkerId();
    marker.kind = ChatKind::UnreadMarker;
    marker.timeMs = at(index).timeMs;
    marker.text = tr("%n unread", nullptr, unread);
    insertAt(index, {marker});
}

void ChatModel::clearUnreadMarker()
{
    const int index = indexOf(unreadMarkerId());
    if (index >= 0)
        removeAt(index, 1);
}

bool ChatModel::showsOriginal(const ChatEntry &entry) const
{
    return entry.hasOriginal() && m_roomShowsOriginal != m_toggled.contains(entry.id);
}

QString ChatModel::shownText(const ChatEntry &entry) const
{
    return showsOriginal(entry) ? entry.originalText : entry.text;
}

void ChatModel::toggleOriginal(const QString &id)
{
    const int index = indexOf(id);
    if (index < 0 || !at(index).hasOriginal())
        return;
    if (!m_toggled.remove(id))
        m_toggled.insert(id);
    Q_EMIT changed(index, 1);
}

void ChatModel::setRoomShowsOriginal(bool original)
{
    if (m_roomShowsOriginal == original && m_toggled.isEmpty())
        return;
    m_roomShowsOriginal = original;
    m_toggled.clear();
    if (count() > 0)
        Q_EMIT changed(0, count());
}

ChatEntry ChatModel::bounded(const ChatEntry &entry)
{
    auto kept = entry;
    kept.text.truncate(kMaxTextLength);
    kept.originalText.truncate(kMaxTextLength);
    return kept;
}

const ChatEntry *ChatModel::lastWithDay() const
{
    const auto found = std::find_if(m_entries.crbegin(), m_entries.crend(), hasDay);
    return found == m_entries.crend() ? nullptr : &*found;
}

ChatEntry ChatModel::daySeparator(const ChatEntry &before, QSet<QString> &taken) const
{
    ChatEntry separator;
    separator.kind = ChatKind::DaySeparator;
    separator.timeMs = before.timeMs;
    const auto day = QStringLiteral("\x01") + LocalDays().of(before).toString(Qt::ISODate);
    separator.id = day;
    // Clocks that go back bring the same day twice.
    for (int i = 2; m_places.contains(separator.id) || taken.contains(separator.id); ++i)
        separator.id = day + QStringLiteral(" #%1").arg(i);
    taken.insert(separator.id);
    return separator;
}

void ChatModel::insertAt(int index, const QList<ChatEntry> &entries)
{
    if (entries.isEmpty())
        return;
    // The shorter side of the list moves, so both ends are cheap.
    const auto added = int(entries.size());
    if (index < count() - index) {
        m_base -= added;
        for (int i = 0; i < index; ++i)
            m_places[at(i).id] = m_base + i;
    } else {
        for (int i = index; i < count(); ++i)
            m_places[at(i).id] = m_base + i + added;
    }
    m_entries.insert(m_entries.begin() + index, entries.begin(), entries.end());
    for (int i = index; i < index + added; ++i) {
        m_places.insert(at(i).id, m_base + i);
        m_textBytes += textBytes(at(i));
    }
    Q_EMIT inserted(index, added);
}

void ChatModel::removeAt(int index, int removedCount)
{
    for (int i = index; i < index + removedCount; ++i) {
        m_textBytes -= textBytes(at(i));
        m_places.remove(at(i).id);
        m_toggled.remove(at(i).id);
    }
    const auto first = m_entries.begin() + index;
    m_entries.erase(first, first + removedCount);
    if (index < count() - index) {
        m_base += removedCount;
        for (int i = 0; i < index; ++i)
            m_places[at(i).id] = m_base + i;
    } else {
        for (int i = index; i < count(); ++i)
            m_places[at(i).id] = m_base + i;
    }
    Q_EMIT removed(index, removedCount);
}

void ChatModel::removeLoneSeparator(int index)
{
    if (index < 0 || index >= count() || at(index).kind != ChatKind::DaySeparator)
        return;
    if (index + 1 == count() || at(index + 1).kind == ChatKind::DaySeparator)
        removeAt(index, 1);
}

void ChatModel::evictSurplus()
{
    int surplus = 0;
    qint64 bytes = m_textBytes;
    while (surplus < count() - 1 && (count() - surplus > kMaxEntries || bytes > kMaxTextBytes))
        bytes -= textBytes(at(surplus++));
    if (surplus > 0)
        removeAt(0, surplus);
}

} // namespace parley::ui
