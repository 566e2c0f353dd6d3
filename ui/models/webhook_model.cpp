#include "ui/models/webhook_model.h"

#include "ui/models/text_format.h"
#include "ui/models/webhook_text.h"

namespace parley::ui {
namespace {

const QString kActive = QStringLiteral("active");

} // namespace

WebhookModel::WebhookModel(QObject *parent) : KeyedTableModel(parent) {}

void WebhookModel::setWebhooks(QList<client::WebhookInfo> webhooks)
{
    std::sort(webhooks.begin(), webhooks.end(),
              [](const client::WebhookInfo &a, const client::WebhookInfo &b) {
                  return a.name != b.name ? a.name < b.name : a.id < b.id;
              });
    setRows(webhooks);
}

void WebhookModel::setHealths(const QHash<QString, client::WebhookHealthInfo> &healths)
{
    m_healths = healths;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, State), index(rowCount() - 1, ColumnCount - 1));
}

std::optional<client::WebhookHealthInfo> WebhookModel::health(const QString &id) const
{
    const auto known = m_healths.constFind(id);
    return known == m_healths.cend() ? std::nullopt : std::optional(*known);
}

int WebhookModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString WebhookModel::keyOf(const client::WebhookInfo &row) const
{
    return row.id;
}

QString WebhookModel::state(const client::WebhookInfo &row) const
{
    const auto known = health(row.id);
    return known && row.state == kActive ? known->state : row.state;
}

QString WebhookModel::text(const client::WebhookInfo &row, int column) const
{
    const auto known = health(row.id);
    switch (column) {
    case Name: return shownName(row);
    case State: return webhookStateWord(state(row));
    case Topic: return topicsText(row);
    case Target: return targetText(row.url);
    case Success: return known ? successText(*known) : QStringLiteral("–");
    case Waiting: return known ? countText(known->queued + known->waiting) : QStringLiteral("–");
    default: return {};
    }
}

QString WebhookModel::toolTip(const client::WebhookInfo &row, int column) const
{
    const auto known = health(row.id);
    const auto now = QDateTime::currentDateTimeUtc();
    if (column == State && !row.stateReason.isEmpty())
        return row.stateReason;
    if (column == State && known)
        return healthProblem(*known, now);
    if (column == Waiting && known)
        return queueText(*known, now);
    return column == Name ? text(row, Name) + QLatin1Char('\n') + targetText(row.url)
                          : text(row, column);
}

QVariant WebhookModel::cell(const client::WebhookInfo &row, int column, int role) const
{
    if (role == StateRole && column == State)
        return signedState(state(row));
    if (role == MutedRole)
        return row.state != kActive;
    if (role == Qt::TextAlignmentRole && (column == Success || column == Waiting))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return toolTip(row, column);
    return role == Qt::DisplayRole ? QVariant(text(row, column)) : QVariant();
}

QVariant WebhookModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Name"), tr("State"), tr("Topic"), tr("24 h ok"), tr("Waiting"), tr("Calls")};
    return titles[column];
}

} // namespace parley::ui
