#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "server/client/socket_frames.h"
#include "ui/models/rate_tracker.h"

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class BrokerLink;
class LogStore;

// From $events/messages into a LogStore: rows, gaps, and a line for each time that the connection
// was away with what was recovered afterwards (rule C16). Counts while nobody looks. Thread: GUI.
class LiveFeed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveFeed)

public:
    LiveFeed(BrokerLink &link, LogStore &store, QObject *parent);

    bool isFollowing() const { return m_following; } // the broker said yes
    double rate() const { return m_rate.rate(); } // messages stored per second
    const QString &problem() const { return m_problem; }

Q_SIGNALS:
    void stateChanged();
    void rateChanged(); // once a second

private:
    void follow();
    void takeItem(const client::Item &item);
    void takeGap(const client::Gap &gap);
    void markReturn();

    BrokerLink &m_link;
    LogStore &m_store;
    client::Subscription *m_events = nullptr;
    bool m_following = false;
    QString m_problem{};
    qint64 m_awaySince = 0; // UTC ms; 0: not away
    qint64 m_backAt = 0; // UTC ms; 0: nothing to mark
    quint64 m_recovered = 0;
    QTimer m_markTimer;
    QTimer m_rateTimer;
    QElapsedTimer m_clock;
    RateTracker m_rate{};
};

} // namespace parley::ui
