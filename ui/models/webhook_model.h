#pragma once

#include <optional>

#include "server/client/webhook_health_info.h"
#include "server/client/webhook_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// Webhooks by name, with how they do. Thread: GUI.
class WebhookModel final : public KeyedTableModel<client::WebhookInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookModel)

public:
    enum Column {
        Name,
        State,
        Topic,
        Success,
        Waiting,
        Target,
        ColumnCount
    }; // the last: for filters

    explicit WebhookModel(QObject *parent = nullptr);

    void setWebhooks(QList<client::WebhookInfo> webhooks);
    void setHealths(const QHash<QString, client::WebhookHealthInfo> &healths); // by id
    std::optional<client::WebhookHealthInfo> health(const QString &id) const;
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::WebhookInfo &row) const override;
    QVariant cell(const client::WebhookInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QString state(const client::WebhookInfo &row) const; // as it does, else as it is set
    QString text(const client::WebhookInfo &row, int column) const;
    QString toolTip(const client::WebhookInfo &row, int column) const;

    QHash<QString, client::WebhookHealthInfo> m_healths{};
};

} // namespace parley::ui
