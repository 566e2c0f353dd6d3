#pragma once

#include <QObject>

#include "server/client/topic_address.h"

namespace parley::ui {

// How a page sends the reader to another one without knowing it. Thread: GUI.
class Navigator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigator)

public:
    using QObject::QObject;

Q_SIGNALS:
    void pageRequested(const QString &page);
    void topicRequested(const parley::client::TopicAddress &address);
    void newTopicRequested();
    void newTokenRequested();
    void permissionTestRequested();
    void newWebhookRequested();
    void webhookRequested(const QString &id);
    void deliveriesRequested(const QString &webhookId);
    void deliveryRequested(const QString &webhookId, const QString &deliveryId);
    void liveRequested(const QString &filter);
    void roomRequested(const QString &nameSpace, const QString &room);
    void connectRequested(); // to another broker
    void demoRequested();
};

} // namespace parley::ui
