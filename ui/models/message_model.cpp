#include "ui/models/message_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

MessageModel::MessageModel(QObject *parent) : KeyedTableModel(parent) {}

void MessageModel::setItems(const QList<client::Item> &oldestFirst)
{
    QList<client::Item> rows(oldestFirst.crbegin(), oldestFirst.crend());
    if (rows.size() > kMaxRows)
        rows.resize(kMaxRows);
    setRows(rows);
}

int MessageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MessageModel::keyOf(const client::Item &row) const
{
    return QStringLiteral("%1:%2").arg(row.position.page).arg(row.position.sequence);
}

QVariant MessageModel::cell(const client::Item &row, int column, int role) const
{
    if (role == Qt::ToolTipRole && column == Time)
        return row.time.toUTC().toString(Qt::ISODateWithMs);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Time: return clockText(row.time);
    case Place: return keyOf(row);
    case Publisher: return row.publisherId;
    case Payload: return previewText(row.payload, row.isText);
    default: return {};
    }
}

QVariant MessageModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Time"), tr("Position"), tr("Publisher"), tr("Payload")};
    return titles[column];
}

} // namespace parley::ui
