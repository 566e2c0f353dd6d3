#pragma once

#include <QWidget>

#include "server/client/http_exchange.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QTableView;

namespace parley::client {
struct DeliveryPage;
}

namespace parley::ui {

class DeliveryModel;

// The newest deliveries of one webhook; a row opens the Deliveries page there. Asks for nothing
// while it is not shown. Thread: GUI.
class RecentDeliveries final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecentDeliveries)

public:
    static constexpr int kMost = 50; // further ones are a key away

    RecentDeliveries(const PageContext &context, QWidget *parent);
    void setWebhook(const client::WebhookInfo &webhook); // of the same one: asks again

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    void take(const Result<client::DeliveryPage> &page);
    void open(const QModelIndex &index);

    PageContext m_context;
    QString m_webhookId{};
    DeliveryModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_problem = nullptr;
    quint64 m_asked = 0; // answers to earlier questions are dropped
};

} // namespace parley::ui
