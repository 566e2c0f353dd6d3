#include "ui/models/audit_model.h"

#include "ui/models/audit_difference.h"
#include "ui/models/text_format.h"

namespace parley::ui {

AuditModel::AuditModel(QObject *parent) : RecentTableModel(parent) {}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AuditModel::keyOf(const client::AuditInfo &row) const
{
    if (row.id != 0)
        return QString::number(row.id);
    // The broker could not keep it, so it has no number; those of one moment may look like one act.
    return QStringLiteral("%1/%2/%3/%4")
        .arg(row.time.toMSecsSinceEpoch())
        .arg(row.action, row.object, row.actor);
}

bool AuditModel::hasText(const client::AuditInfo &act, const QString &text) const
{
    for (int column = 0; column < ColumnCount; ++column)
        if (cell(act, column, Qt::DisplayRole).toString().contains(text, Qt::CaseInsensitive))
            return true;
    return false;
}

void AuditModel::setNames(const QHash<QString, QString> &names)
{
    if (names == m_names)
        return;
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Object), index(rowCount() - 1, Actor));
}

QString AuditModel::outcomeText(const client::AuditInfo &act)
{
    if (!act.isRefused())
        return tr("done");
    return act.count < 2 ? tr("refused") : tr("refused ×%1").arg(countText(act.count));
}

QVariant AuditModel::cell(const client::AuditInfo &row, int column, int role) const
{
    if (role == StateRole && column == Outcome)
        return row.isRefused() ? QStringLiteral("revoked") : QStringLiteral("active"); // ✕ or ✓
    if (role == Qt::ToolTipRole && column == Time)
        return row.time.toUTC().toString(Qt::ISODateWithMs);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Time: return dayAndClockText(row.time);
    case Action: return row.action;
    case Outcome: return role == Qt::ToolTipRole ? row.code : outcomeText(row);
    case Object:
        return role == Qt::ToolTipRole ? row.object : m_names.value(row.object, row.object);
    case Actor: {
        if (role == Qt::ToolTipRole)
            return row.address.isEmpty() ? row.actor : tr("%1 from %2").arg(row.actor, row.address);
        return row.actor.isEmpty() ? tr("a stranger") : m_names.value(row.actor, row.actor);
    }
    case Detail: return auditSummary(row);
    default: return {};
    }
}

QVariant AuditModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Time"), tr("What"), tr("Outcome"), tr("On"), tr("By"), tr("Detail")};
    return titles[column];
}

} // namespace parley::ui
