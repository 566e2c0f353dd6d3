#include "ui/models/subscriber_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

SubscriberModel::SubscriberModel(QObject *parent) : KeyedTableModel(parent) {}

int SubscriberModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SubscriberModel::keyOf(const client::SubscriberInfo &row) const
{
    return row.connectionId;
}

QVariant SubscriberModel::cell(const client::SubscriberInfo &row, int column, int role) const
{
    if (role == Qt::TextAlignmentRole && column == Lag)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Who: return row.label.isEmpty() ? row.tokenId : row.label;
    case Transport: return row.transport == QLatin1String("sse") ? tr("SSE") : tr("WebSocket");
    case Address: return row.address;
    case Since: return dayAndClockText(row.since);
    case Lag:
        return role == Qt::ToolTipRole
            ? tr("%1 and %2 behind")
                  .arg(bytesText(row.lagBytes),
                       pluralText(row.lagSeconds, tr("1 second"), tr("%1 seconds")))
            : QVariant(countText(row.lagMessages));
    default: return {};
    }
}

QVariant SubscriberModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Who"), tr("By"), tr("From"), tr("Since"), tr("Behind")};
    return titles[column];
}

} // namespace parley::ui
