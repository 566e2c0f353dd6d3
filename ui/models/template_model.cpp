#include "ui/models/template_model.h"

#include "ui/models/template_text.h"
#include "ui/models/text_format.h"
#include "ui/models/token_text.h"

namespace parley::ui {

TemplateModel::TemplateModel(QObject *parent) : KeyedTableModel(parent) {}

void TemplateModel::setTemplates(QList<client::TemplateInfo> templates)
{
    std::sort(templates.begin(), templates.end(),
              [](const auto &a, const auto &b) { return a.name < b.name; });
    setRows(std::move(templates));
}

void TemplateModel::setActiveTokens(const QHash<QString, std::uint64_t> &counts)
{
    m_active = counts;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Active), index(rowCount() - 1, Active));
}

int TemplateModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TemplateModel::keyOf(const client::TemplateInfo &row) const
{
    return row.name;
}

QVariant TemplateModel::cell(const client::TemplateInfo &row, int column, int role) const
{
    if (role == Qt::ToolTipRole)
        return toolTip(row, column);
    if (role == Qt::TextAlignmentRole && column == Active)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Title: return row.shownTitle();
    case Variables: return variablesText(row);
    case Gives: return patternsText(row);
    case Kind: return kindText(row.kind);
    case Lifetime: return lifetimeText(row);
    case Active: return countText(m_active.value(row.name));
    default: return {};
    }
}

QVariant TemplateModel::toolTip(const client::TemplateInfo &info, int column) const
{
    switch (column) {
    case Title: return QStringLiteral("%1 (%2)").arg(info.shownTitle(), info.name);
    case Variables: return variablesText(info);
    case Gives: return patternsText(info);
    case Active: return tr("Active tokens that were issued from it");
    default: return {};
    }
}

QVariant TemplateModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Template"), tr("Variables"), tr("Can"), tr("Kind"), tr("Lifetime"), tr("Active")};
    return titles[column];
}

} // namespace parley::ui
