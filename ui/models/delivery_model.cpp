#include "ui/models/delivery_model.h"

#include "ui/models/delivery_text.h"
#include "ui/models/text_format.h"

namespace parley::ui {

DeliveryModel::DeliveryModel(QObject *parent) : RecentTableModel(parent) {}

void DeliveryModel::setWebhookNames(const QHash<QString, QString> &names)
{
    if (names == m_names)
        return;
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Webhook), index(rowCount() - 1, Webhook));
}

QString DeliveryModel::webhookName(const QString &id) const
{
    return m_names.value(id, id);
}

void DeliveryModel::setAttemptsInAll(const QHash<QString, int> &counts)
{
    m_inAll = counts;
    setNow(m_now);
}

void DeliveryModel::setNow(const QDateTime &now)
{
    m_now = now;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, State));
}

int DeliveryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DeliveryModel::keyOf(const client::DeliveryInfo &row) const
{
    return row.id;
}

QVariant DeliveryModel::cell(const client::DeliveryInfo &row, int column, int role) const
{
    if (role == StateRole && column == State)
        return row.state;
    if (role == Qt::ToolTipRole && column == Time)
        return row.createdAt.toUTC().toString(Qt::ISODateWithMs);
    if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column >= State))
        return {};
    switch (column) {
    case Time: return row.createdAt.toLocalTime().toString(QStringLiteral("HH:mm:ss"));
    case State: return deliveryWords(row, attemptsInAll(row.webhookId), m_now);
    case Webhook: return webhookName(row.webhookId);
    case Message:
        return QStringLiteral("%1 %2:%3")
            .arg(row.address.topic)
            .arg(row.position.page)
            .arg(row.position.sequence);
    case Last: return lastOutcomeText(row);
    default: return {};
    }
}

QVariant DeliveryModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Time"), tr("State"), tr("Webhook"), tr("Message"), tr("Answer")};
    return titles[column];
}

} // namespace parley::ui
