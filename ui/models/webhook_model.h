#pragma once

#include "server/client/webhook_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// Webhooks by name. Thread: GUI.
class WebhookModel final : public KeyedTableModel<client::WebhookInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookModel)

public:
    enum Column { Name, State, Topic, Target, Schedule, ColumnCount };

    explicit WebhookModel(QObject *parent = nullptr);

    void setWebhooks(QList<client::WebhookInfo> webhooks);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::WebhookInfo &row) const override;
    QVariant cell(const client::WebhookInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
