#pragma once

#include <QWidget>

#include "server/client/topic_info.h"
#include "ui/common/page.h"

class QLabel;
class QTabWidget;
class QTableView;

namespace parley::ui {

class ElidedLabel;
class EmptySwitch;
class MessageModel;
class PayloadView;
class PublishForm;
class SubscriberModel;
class WebhookModel;

// One topic: what it is, its last messages, who reads it, what it calls, and a form to publish.
// Asks the broker only for the tab that is shown. Thread: GUI.
class TopicDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicDetail)

public:
    TopicDetail(const PageContext &context, QWidget *parent);

    void setTopic(const client::TopicInfo &info); // every second while the page is shown
    const client::TopicAddress &address() const { return m_info.address; }

Q_SIGNALS:
    void deleteRequested(const parley::client::TopicInfo &info);

private:
    QWidget *makeHead();
    QWidget *makeMessages();
    QWidget *makeSubscribers();
    QWidget *makeWebhooks();
    void showInfo();
    void askForTab();
    void askForMessages();
    void showMessage(const QModelIndex &current);

    PageContext m_context;
    client::TopicInfo m_info{};
    std::uint64_t m_shownSequence = 0; // of the newest message in the table
    bool m_asking = false;
    ElidedLabel *m_name = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_problem = nullptr;
    QTabWidget *m_tabs = nullptr;
    QTableView *m_messageTable = nullptr;
    MessageModel *m_messages = nullptr;
    SubscriberModel *m_subscribers = nullptr;
    WebhookModel *m_webhooks = nullptr;
    EmptySwitch *m_messageSwitch = nullptr;
    EmptySwitch *m_subscriberSwitch = nullptr;
    EmptySwitch *m_webhookSwitch = nullptr;
    PayloadView *m_payload = nullptr;
    PublishForm *m_publish = nullptr;
};

} // namespace parley::ui
