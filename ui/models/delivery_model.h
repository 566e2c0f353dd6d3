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
    enum Column { Time, State, Webhook, Message, Attempts, Next, ColumnCount };

    explicit DeliveryModel(QObject *parent = nullptr);

    void setWebhookNames(const QHash<QString, QString> &names); // by webhook id
    QString webhookName(const QString &id) const;
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::DeliveryInfo &row) const override;
    QVariant cell(const client::DeliveryInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QHash<QString, QString> m_names{};
};

} // namespace parley::ui
