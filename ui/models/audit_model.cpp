#include "ui/models/audit_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

AuditModel::AuditModel(QObject *parent) : RecentTableModel(parent) {}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AuditModel::keyOf(const client::AuditInfo &row) const
{
    return QStringLiteral("%1-%2").arg(row.position.page).arg(row.position.sequence);
}

QVariant AuditModel::cell(const client::AuditInfo &row, int column, int role) const
{
    if (role == Qt::ToolTipRole && column == Time)
        return row.time.toUTC().toString(Qt::ISODateWithMs);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Time: return dayAndClockText(row.time);
    case Action: return row.action;
    case Object: return row.object;
    case Actor: return row.actor;
    case Detail: return row.detail;
    default: return {};
    }
}

QVariant AuditModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Time"), tr("What"), tr("On"), tr("By"), tr("Detail")};
    return titles[column];
}

} // namespace parley::ui
