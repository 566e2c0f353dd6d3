#pragma once

#include <QHash>
#include <QWidget>

#include "server/client/delivery_info.h"
#include "server/client/webhook_info.h"
#include "ui/deliveries/saved_filters.h"

class QButtonGroup;
class QComboBox;
class QLineEdit;

namespace parley::ui {

// Which deliveries the page shows; all of it is asked of the broker. The line is read by
// readDeliveryLine(). Thread: GUI.
class DeliveryFilterBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryFilterBar)

public:
    explicit DeliveryFilterBar(QWidget *page);

    Result<client::DeliveryQuery> query() const; // its times count from now
    bool isEmpty() const; // nothing is left out
    void setWebhooks(const QList<client::WebhookInfo> &webhooks);
    void setWebhook(const QString &id); // "": all
    void setState(const QString &states); // a list that the box offers; else all
    void clear();

    FilterChoice choice() const;
    void choose(const FilterChoice &choice); // what is not offered any more is left out

Q_SIGNALS:
    void queryChanged();

private:
    QWidget *makeTimes();
    void addStates();
    void addStatuses();
    QString webhookId() const;
    static void select(QComboBox *box, const QString &data);

    QComboBox *m_state = nullptr;
    QComboBox *m_status = nullptr;
    QComboBox *m_webhook = nullptr;
    QButtonGroup *m_times = nullptr; // ids are minutes; none is checked: at any time
    QLineEdit *m_line = nullptr;
    QString m_wanted{}; // webhook that was asked for before the box knew it
};

} // namespace parley::ui
