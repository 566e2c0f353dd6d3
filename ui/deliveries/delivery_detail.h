#pragma once

#include <utility>

#include <QWidget>

#include "server/client/attempt_info.h"
#include "server/client/delivery_info.h"
#include "server/client/http_exchange.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace parley::ui {

class AttemptModel;
class AttemptView;
class CurlButton;

// One delivery with its attempts, and what can be done with it. Thread: GUI.
class DeliveryDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryDetail)

public:
    DeliveryDetail(const PageContext &context, QWidget *parent);
    bool hasAttempts() const;
    //! \param inAll attempts of the webhook's schedule, 0: unknown.
    void setDelivery(const client::DeliveryInfo &delivery, const client::WebhookInfo &webhook,
                     int inAll);
    const client::DeliveryInfo &delivery() const { return m_delivery; }

    // Each does nothing where it makes no sense.
    void retry();
    void cancel();
    void editAndResend();
    void copyAsCurl();
    void openTopic();

Q_SIGNALS:
    void resent(const QString &newId);

private:
    QWidget *makeHead();
    QPushButton *makeButton(const QString &text, const QString &tip, void (DeliveryDetail::*act)());
    void showHead();
    void ask();
    void takeAttempts(const QList<client::AttemptInfo> &attempts);
    void showAttempt();
    void showCurl();
    void forgetResponse();
    void showRows();
    std::function<void(const Result<client::Nothing> &)> shown();

    PageContext m_context;
    client::DeliveryInfo m_delivery{};
    client::WebhookInfo m_webhook{};
    int m_inAll = 0;
    QByteArray m_body{};
    bool m_bodyIsKnown = false;
    std::pair<QString, std::uint32_t> m_forgotten{}; // whose answer is not shown any more
    AttemptModel *m_attempts = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_edit = nullptr;
    CurlButton *m_curl = nullptr;
    QPushButton *m_open = nullptr;
    QTableView *m_table = nullptr;
    AttemptView *m_view = nullptr;
};

} // namespace parley::ui
