#pragma once

#include <QHash>
#include <QTimer>

#include "server/client/delivery_info.h"
#include "server/client/item.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class DeliveryDetail;
class DeliveryFilterBar;
class DeliveryModel;
class ChosenActs;
class DeliveryTail;
class EmptySwitch;

// Every message on its way to a webhook: live from $events/deliveries, older ones by pages; one in
// detail, many sent again or exported. Thread: GUI.
class DeliveriesPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveriesPage)

public:
    DeliveriesPage(const PageContext &context, QWidget *parent);

    void showWebhook(const QString &webhookId); // "": of all, the dead ones first of interest
    void showDelivery(const QString &webhookId, const QString &deliveryId); // among the newest
    bool hasData() const override;
    void refresh() override;

private:
    struct Answer {
        QString outcome{};
        int status = 0;
    };

    QWidget *makeHeader();
    QWidget *makeSplit();
    QWidget *makeList(QWidget *parent);
    void connectParts();
    void addKeys();
    void follow();
    void reload();
    void askForOlder();
    void take(const client::DeliveryPage &page);
    void takeWebhooks(const QList<client::WebhookInfo> &webhooks);
    void takeEvent(const client::Item &item);
    void showCurrent();
    void showEmptiness();
    void retryChosen();
    void cancelChosen();
    void replayShown();
    void exportShown();

    PageContext m_context;
    DeliveryModel *m_model = nullptr;
    QHash<QString, client::WebhookInfo> m_webhooks{};
    client::Subscription *m_events = nullptr;
    DeliveryFilterBar *m_filters = nullptr;
    QTableView *m_table = nullptr;
    DeliveryTail *m_tail = nullptr;
    ChosenActs *m_acts = nullptr;
    QLabel *m_progress = nullptr; // of what is done with many
    QPushButton *m_older = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_replay = nullptr;
    QPushButton *m_export = nullptr;
    QLabel *m_note = nullptr; // why there is nothing, or nothing new
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    DeliveryDetail *m_detail = nullptr;
    QHash<QString, Answer> m_answers{}; // that came lately, by delivery; at most kMostAnswers
    client::DeliveryQuery
        m_query{}; // what the rows answer; its `before` goes on from the last page
    quint64 m_asked = 0; // questions so far; answers to older ones are not waited for
    QTimer m_clock; // "in 4 min" goes on
    QString m_wanted{}; // a delivery to be chosen when it is there
    bool m_loaded = false;
};

} // namespace parley::ui
