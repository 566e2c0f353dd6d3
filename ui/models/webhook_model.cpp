#include "ui/models/webhook_model.h"

namespace parley::ui {

WebhookModel::WebhookModel(QObject *parent) : KeyedTableModel(parent) {}

void WebhookModel::setWebhooks(QList<client::WebhookInfo> webhooks)
{
    std::sort(webhooks.begin(), webhooks.end(),
              [](const client::WebhookInfo &a, const client::WebhookInfo &b) {
                  return a.name != b.name ? a.name < b.name : a.id < b.id;
              });
    setRows(webhooks);
}

int WebhookModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString WebhookModel::keyOf(const client::WebhookInfo &row) const
{
    return row.id;
}

QVariant WebhookModel::cell(const client::WebhookInfo &row, int column, int role) const
{
    if (role == StateRole && column == State)
        return row.state;
    if (role == MutedRole)
        return row.state != QLatin1String("active");
    if (role == Qt::ToolTipRole && column == State && !row.stateReason.isEmpty())
        return row.stateReason;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Name: return row.name.isEmpty() ? tr("(no name)") : row.name;
    case State: return row.state;
    case Topic:
        return row.address.nameSpace == QLatin1String("default")
            ? row.address.topic
            : row.address.nameSpace + QLatin1Char('/') + row.address.topic;
    case Target: return row.callsFunction() ? tr("function %1").arg(row.url.mid(9)) : row.url;
    case Schedule: return row.schedule;
    default: return {};
    }
}

QVariant WebhookModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Name"), tr("State"), tr("Topic"), tr("Calls"), tr("Retries")};
    return titles[column];
}

} // namespace parley::ui
