#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "server/client/status_info.h"
#include "ui/models/rate_tracker.h"

class QWidget;

namespace parley::ui {

class BrokerLink;

// The broker's figures, asked once a second while the window is on screen. Thread: GUI.
class StatusFeed final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusFeed)

public:
    StatusFeed(BrokerLink &link, QWidget *window);

    bool isKnown() const { return m_known; } // the broker answered at least once
    const client::StatusInfo &status() const { return m_status; }
    const QString &problem() const
    {
        return m_problem;
    } // why the last question failed; "" = it did not
    const RateTracker &in() const { return m_in; }
    const RateTracker &out() const { return m_out; }

Q_SIGNALS:
    void updated();

private:
    void ask();
    void take(const Result<client::StatusInfo> &status);

    BrokerLink &m_link;
    QElapsedTimer m_clock;
    client::StatusInfo m_status{};
    RateTracker m_in{};
    RateTracker m_out{};
    QString m_problem{};
    bool m_known = false;
    bool m_asking = false; // one question at a time: a slow broker must not collect them
};

} // namespace parley::ui
