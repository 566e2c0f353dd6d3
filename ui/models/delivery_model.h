#pragma once

#include <QHash>

#include "server/client/delivery_info.h"
#include "ui/models/recent_table_model.h"

namespace parley::ui {

// Deliveries, newest first, live. Thread: GUI.
class DeliveryModel final : public RecentTableModel<client::DeliveryInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryModel)

public:
    enum Column { Time, State, Webhook, Message, Last, ColumnCount };

    explicit DeliveryModel(QObject *parent = nullptr);

    void setWebhookNames(const QHash<QString, QString> &names); // by webhook id
    QString webhookName(const QString &id) const;
    void setAttemptsInAll(const QHash<QString, int> &counts); // of schedules, by webhook id
    int attemptsInAll(const QString &webhookId) const { return m_inAll.value(webhookId, 0); }
    //! Says "in 4 min" anew. Nobody watches the clock here.
    void setNow(const QDateTime &now);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::DeliveryInfo &row) const override;
    QVariant cell(const client::DeliveryInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QHash<QString, QString> m_names{};
    QHash<QString, int> m_inAll{};
    QDateTime m_now = QDateTime::currentDateTimeUtc();
};

} // namespace parley::ui
