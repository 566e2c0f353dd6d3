#include "ui/models/token_model.h"

#include "ui/models/text_format.h"
#include "ui/models/token_text.h"

namespace parley::ui {

TokenModel::TokenModel(QObject *parent) : KeyedTableModel(parent) {}

void TokenModel::setTokens(QList<client::TokenInfo> tokens)
{
    std::sort(tokens.begin(), tokens.end(),
              [](const client::TokenInfo &a, const client::TokenInfo &b) { return a.id > b.id; });
    for (const auto &token : std::as_const(tokens))
        m_labels.insert(token.id, token.label);
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

QString TokenModel::originText(const client::TokenInfo &token) const
{
    const auto issuer
        = token.issuer.isEmpty() ? tr("the broker") : m_labels.value(token.issuer, token.issuer);
    return token.templateName.isEmpty() ? issuer : tr("%1 via %2").arg(issuer, token.templateName);
}

QVariant TokenModel::cell(const client::TokenInfo &row, int column, int role) const
{
    if (role == StateRole && column == State)
        return row.state;
    if (role == MutedRole)
        return !row.isActive();
    const auto now = QDateTime::currentDateTimeUtc();
    if (role == Qt::ToolTipRole)
        return toolTip(row, column, now);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Label: return row.label.isEmpty() ? tr("(no label)") : row.label;
    case Kind: return kindText(row.kind);
    case Allows: return scopeText(row);
    case State: return row.state;
    case LastUsed:
        return row.lastUsedAt.isValid() ? relativeText(row.lastUsedAt, now) : tr("never");
    case Live: return countText(row.connections);
    case From: return originText(row);
    case Expires: return row.validUntil.isValid() ? relativeText(row.validUntil, now) : tr("never");
    case Warnings: return warningsText(row);
    default: return {};
    }
}

QString TokenModel::warningsText(const client::TokenInfo &token)
{
    if (token.warnings.isEmpty())
        return {};
    const auto words = QStringLiteral("⚠ ") + warningWords(token.warnings.constFirst());
    return token.warnings.size() == 1
        ? words
        : tr("%1 and %2 more").arg(words).arg(token.warnings.size() - 1);
}

QVariant TokenModel::toolTip(const client::TokenInfo &token, int column, const QDateTime &now) const
{
    QStringList sentences;
    switch (column) {
    case Label: return token.label;
    case Allows: return scopeText(token);
    case From: return originText(token);
    case LastUsed:
        return token.lastUsedAt.isValid() ? expiryText(token.lastUsedAt, now) : QString();
    case Expires: return token.validUntil.isValid() ? expiryText(token.validUntil, now) : QString();
    case Warnings:
        for (const auto &warning : token.warnings)
            sentences.append(warningSentence(warning));
        return sentences.join(QLatin1Char('\n'));
    default: return {};
    }
}

QVariant TokenModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Label"), tr("Kind"),      tr("State"),   tr("Can"),     tr("Last used"),
           tr("Live"),  tr("Issued by"), tr("Expires"), tr("Warnings")};
    return titles[column];
}

} // namespace parley::ui
