#pragma once

#include <QString>
#include <QWidget>

#include "server/client/item.h"

class QLabel;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class BrokerLink;
class Navigator;

// Says above every page that a webhook's endpoint keeps failing or was disabled, until somebody has
// looked or it is put away. The last one is shown; that there were more is said. From
// $events/webhooks, which only admins read: with another token it stays empty. Thread: GUI.
class AlertBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AlertBar)

public:
    AlertBar(BrokerLink &link, Navigator &navigator, QWidget *parent = nullptr);

    QString text() const; // "" while it is hidden

private:
    void follow();
    void take(const client::Item &item);
    void tell(const QString &webhookId, const QString &text);
    void look();
    void putAway();

    BrokerLink &m_link;
    Navigator &m_navigator;
    QLabel *m_label = nullptr;
    client::Subscription *m_events = nullptr; // owned by this; none before there is a broker
    QString m_webhookId{}; // of what is shown
    int m_others = 0; // alerts of others since somebody looked
};

} // namespace parley::ui
