#include "ui/models/audit_model.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

void AuditModel::setNames(const QHash<QString, QString> &names)
{
    if (names == m_names)
        return;
    m_names = names;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Object), index(rowCount() - 1, Actor));
}

QString AuditModel::detailText(const QString &detail)
{
    const auto object = QJsonDocument::fromJson(detail.toUtf8()).object();
    if (object.isEmpty())
        return detail;
    QStringList facts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const auto &value = it.value();
        const bool isUsual = value == QJsonValue(QStringLiteral("active"))
            || value == QJsonValue(QStringLiteral("default"));
        const bool isTime = it.key().endsWith(QLatin1String("At"));
        const bool isShown = it.key() == QLatin1String("id") || it.key() == QLatin1String("label")
            || it.key() == QLatin1String("name");
        if (isShown || isUsual || isTime || value.isNull() || value == QJsonValue(false)
            || value == QJsonValue(QString()))
            continue;
        QString text = value.toVariant().toString();
        if (value.isArray())
            text = countText(std::uint64_t(value.toArray().size()));
        else if (value.isObject())
            continue; // the tooltip has all of it
        else if (value.isBool())
            text = tr("yes");
        else if (it.key().endsWith(QLatin1String("Until")))
            text = dayAndClockText(QDateTime::fromMSecsSinceEpoch(value.toInteger()));
        facts.append(QStringLiteral("%1: %2").arg(it.key(), text));
    }
    return facts.join(QStringLiteral("  ·  "));
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
    case Object:
        return role == Qt::ToolTipRole ? row.object : m_names.value(row.object, row.object);
    case Actor: return role == Qt::ToolTipRole ? row.actor : m_names.value(row.actor, row.actor);
    case Detail: return role == Qt::ToolTipRole ? row.detail : detailText(row.detail);
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
