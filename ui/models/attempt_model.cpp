#include "ui/models/attempt_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

AttemptModel::AttemptModel(QObject *parent) : KeyedTableModel(parent) {}

QString AttemptModel::outcomeText(const client::AttemptInfo &attempt)
{
    const auto words = attempt.outcomeText.isEmpty()
        ? QString(attempt.outcome).replace(QLatin1Char('_'), QLatin1Char(' '))
        : attempt.outcomeText;
    const auto status = QString::number(attempt.httpStatus);
    if (attempt.httpStatus == 0 || words.contains(status))
        return words;
    return status + QLatin1Char(' ') + words;
}

int AttemptModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AttemptModel::keyOf(const client::AttemptInfo &row) const
{
    return QString::number(row.number);
}

QVariant AttemptModel::cell(const client::AttemptInfo &row, int column, int role) const
{
    if (role == StateRole && column == Outcome)
        return row.succeeded() ? QStringLiteral("delivered") : QStringLiteral("dead");
    if (role == Qt::TextAlignmentRole && (column == Took || column == Number))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == Started)
        return row.startedAt.toUTC().toString(Qt::ISODateWithMs);
    if (role != Qt::DisplayRole && !(role == Qt::ToolTipRole && column >= Outcome))
        return {};
    switch (column) {
    case Number: return row.number;
    case Started: return clockText(row.startedAt);
    case Outcome: return outcomeText(row);
    case Took: return microsecondsText(row.timing.total);
    case Decision: return row.decision;
    default: return {};
    }
}

QVariant AttemptModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("#"), tr("Started"), tr("Outcome"), tr("Took"), tr("Then")};
    return titles[column];
}

} // namespace parley::ui
