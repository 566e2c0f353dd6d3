#pragma once

#include <QHash>

#include "server/client/delivery_info.h"
#include "server/client/item.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace parley::client {
class Subscription;
}

namespace parley::ui {

class DeliveryDetail;
class DeliveryModel;
class EmptySwitch;

// Every message on its way to a webhook: live from $events/deliveries, older ones by pages.
// Thread: GUI.
class DeliveriesPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveriesPage)

public:
    DeliveriesPage(const PageContext &context, QWidget *parent);

    void showWebhook(const QString &webhookId); // "": of all, the dead ones first of interest
    bool hasData() const override;
    void refresh() override;

private:
    QWidget *makeTools();
    QWidget *makeSplit();
    void follow();
    void reload();
    void loadOlder();
    void take(const Result<client::DeliveryPage> &page, bool older);
    void takeWebhooks(const QList<client::WebhookInfo> &webhooks);
    void takeEvent(const client::Item &item);
    bool matches(const client::DeliveryInfo &delivery) const;
    void showCurrent();
    void showEmptiness();

    PageContext m_context;
    DeliveryModel *m_model = nullptr;
    QHash<QString, client::WebhookInfo> m_webhooks{};
    client::Subscription *m_events = nullptr;
    QComboBox *m_state = nullptr;
    QComboBox *m_webhook = nullptr;
    QTableView *m_table = nullptr;
    QPushButton *m_older = nullptr;
    QLabel *m_problem = nullptr;
    EmptySwitch *m_switch = nullptr;
    DeliveryDetail *m_detail = nullptr;
    QString m_next{}; // to page on from
    bool m_loaded = false;
};

} // namespace parley::ui
