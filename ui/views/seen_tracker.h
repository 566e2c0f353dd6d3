#pragma once

#include <functional>

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace parley::ui {

// Tells which messages were read: on screen for a second without a break, in a window that is
// active. Each id is told once. Thread: GUI.
class SeenTracker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SeenTracker)

public:
    using Now = std::function<qint64()>; // monotonic milliseconds; injected by tests

    static constexpr qint64 kReadingTimeMs = 1000;
    static constexpr qsizetype kMaxRemembered = 250'000; // ids told; then it starts anew

    explicit SeenTracker(Now now, QObject *parent = nullptr);

    void setOnScreen(const QStringList &ids); // all of them; empty when nobody looks
    void check(); // what the timer does
    void forget();

Q_SIGNALS:
    void seen(const QString &id);

private:
    Now m_now;
    QTimer m_timer;
    QHash<QString, qint64> m_since; // on screen, not told yet
    QSet<QString> m_told;
};

} // namespace parley::ui
