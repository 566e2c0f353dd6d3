#pragma once

#include <QWidget>

#include "server/client/attempt_info.h"
#include "server/client/delivery_info.h"
#include "ui/common/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace parley::ui {

class AttemptModel;
class AttemptView;

// One delivery with its attempts; retry, cancel, copy as curl. Thread: GUI.
class DeliveryDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryDetail)

public:
    DeliveryDetail(const PageContext &context, QWidget *parent);
    //! \param url where its webhook points, for the curl line; may be empty.
    bool hasAttempts() const;
    void setDelivery(const client::DeliveryInfo &delivery, const QString &webhookName,
                     const QString &url);

private:
    QWidget *makeHead();
    void showHead();
    void ask();
    void takeAttempts(const QList<client::AttemptInfo> &attempts);
    void showAttempt();
    void showRows();
    void act(bool retry);
    void copyAsCurl();

    PageContext m_context;
    client::DeliveryInfo m_delivery{};
    QString m_webhookName{};
    QString m_url{};
    QByteArray m_body{};
    AttemptModel *m_attempts = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_copy = nullptr;
    QTableView *m_table = nullptr;
    AttemptView *m_view = nullptr;
};

} // namespace parley::ui
