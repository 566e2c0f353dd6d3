#pragma once

#include <QStatusBar>

class QLabel;

namespace parley::ui {

class BrokerLink;
class StatusFeed;

// Which broker, how the connection is, and how much goes through it. Thread: GUI.
class StatusLine final : public QStatusBar
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusLine)

public:
    StatusLine(const BrokerLink &link, const StatusFeed &feed, QWidget *parent);

private:
    void showState();

    const BrokerLink &m_link;
    const StatusFeed &m_feed;
    QLabel *m_broker = nullptr;
    QLabel *m_figures = nullptr;
    QLabel *m_zone = nullptr;
};

} // namespace parley::ui
