#include "ui/views/seen_tracker.h"

namespace parley::ui {

SeenTracker::SeenTracker(Now now, QObject *parent) : QObject(parent), m_now(std::move(now))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SeenTracker::check);
}

void SeenTracker::setOnScreen(const QStringList &ids)
{
    QHash<QString, qint64> since;
    for (const auto &id : ids) {
        if (!m_told.contains(id))
            since.insert(id, m_since.value(id, m_now()));
    }
    m_since = std::move(since);
    check();
}

void SeenTracker::check()
{
    const auto now = m_now();
    QStringList read;
    qint64 wait = kReadingTimeMs;
    for (auto it = m_since.begin(); it != m_since.end();) {
        const auto left = it.value() + kReadingTimeMs - now;
        wait = qMin(wait, qMax(left, qint64(1)));
        if (left > 0) {
            ++it;
            continue;
        }
        read.append(it.key());
        it = m_since.erase(it);
    }
    if (m_told.size() + read.size() > kMaxRemembered)
        m_told.clear();
    for (const auto &id : read)
        m_told.insert(id);
    if (!m_since.isEmpty())
        m_timer.start(int(wait));
    for (const auto &id : read)
        Q_EMIT seen(id);
}

void SeenTracker::forget()
{
    m_since.clear();
    m_told.clear();
}

} // namespace parley::ui
