#include "ui/models/token_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

TokenModel::TokenModel(QObject *parent) : KeyedTableModel(parent) {}

void TokenModel::setTokens(QList<client::TokenInfo> tokens)
{
    std::sort(tokens.begin(), tokens.end(),
              [](const client::TokenInfo &a, const client::TokenInfo &b) { return a.id > b.id; });
    setRows(tokens);
}

int TokenModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TokenModel::keyOf(const client::TokenInfo &row) const
{
    return row.id;
}

QString TokenModel::grantText(const client::GrantInfo &grant)
{
    QString verb = tr("read");
    if (grant.role == QLatin1String("publish"))
        verb = tr("publish");
    else if (grant.role == QLatin1String("both"))
        verb = tr("publish and read");
    QString what = tr("all topics");
    if (grant.selector == client::GrantInfo::Selector::Topic)
        what = grant.topic;
    else if (grant.selector == client::GrantInfo::Selector::Prefix)
        what = grant.topic + QLatin1Char('*');
    if (grant.allNamespaces)
        return tr("%1 %2 in all namespaces").arg(verb, what);
    if (grant.nameSpace != QLatin1String("default"))
        return tr("%1 %2 in %3").arg(verb, what, grant.nameSpace);
    return tr("%1 %2").arg(verb, what);
}

QString TokenModel::scopeText(const client::TokenInfo &token)
{
    if (token.admin)
        return tr("everything (admin)");
    QStringList texts;
    for (const auto &grant : token.grants)
        texts.append(grantText(grant));
    return texts.isEmpty() ? tr("nothing") : texts.join(QStringLiteral(", "));
}

QVariant TokenModel::cell(const client::TokenInfo &row, int column, int role) const
{
    if (role == StateRole && column == State)
        return row.state;
    if (role == MutedRole)
        return row.state != QLatin1String("active");
    if (role == Qt::ToolTipRole) {
        if (column == Allows)
            return scopeText(row);
        return column == Label ? row.label : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    const auto now = QDateTime::currentDateTimeUtc();
    switch (column) {
    case Label: return row.label.isEmpty() ? tr("(no label)") : row.label;
    case Publisher: return row.publisherId;
    case Allows: return scopeText(row);
    case State: return row.state;
    case Expires:
        return row.validUntil.isValid() ? expiryText(row.validUntil, now) : tr("when revoked");
    case Created: return dayAndClockText(row.createdAt);
    default: return {};
    }
}

QVariant TokenModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Label"), tr("State"), tr("Can"), tr("Expires"), tr("Publishes as"), tr("Issued")};
    return titles[column];
}

} // namespace parley::ui
