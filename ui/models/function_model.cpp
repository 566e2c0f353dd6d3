#include "ui/models/function_model.h"

#include "ui/models/text_format.h"

namespace parley::ui {

void FunctionModel::setFunctions(QList<client::FunctionInfo> functions)
{
    std::sort(functions.begin(), functions.end(),
              [](const client::FunctionInfo &a, const client::FunctionInfo &b) {
                  return a.isBuiltIn != b.isBuiltIn ? b.isBuiltIn : a.name < b.name;
              });
    setRows(functions);
}

void FunctionModel::setCallers(const QHash<QString, int> &callers)
{
    m_callers = callers;
    showAgain();
}

void FunctionModel::setChanged(const QStringList &names)
{
    m_changed = names;
    showAgain();
}

void FunctionModel::showAgain()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int FunctionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FunctionModel::cell(const client::FunctionInfo &row, int column, int role) const
{
    const bool isChanged = m_changed.contains(row.name);
    if (role == MutedRole)
        return row.isBuiltIn;
    if (role == Qt::TextAlignmentRole && column == CalledBy)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && column == Name && isChanged)
        return tr("%1 has changes that are not saved").arg(row.name);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case Name: return isChanged ? row.name + QStringLiteral(" •") : row.name;
    case Kind: return row.isBuiltIn ? tr("built in") : QStringLiteral("JavaScript");
    case CalledBy: return countText(std::uint64_t(m_callers.value(row.name)));
    default: return {};
    }
}

QVariant FunctionModel::title(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Name"), tr("Kind"), tr("Webhooks")};
    return titles[column];
}

QString builtInText(const QString &name)
{
    if (name == QLatin1String("echo"))
        return FunctionModel::tr("Answers with what it was sent. It is there to try things out.");
    if (name == QLatin1String("room"))
        return FunctionModel::tr("Moderates a room's messages, finds out their language, "
                                 "translates them, and publishes them for each language.");
    return FunctionModel::tr("It comes with Parley.");
}

} // namespace parley::ui
