#include "ui/tokens/variable_list.h"

#include <algorithm>

#include "server/types/token_template.h"
#include "ui/tokens/variable_row.h"

namespace parley::ui {

VariableList::VariableList(QWidget *parent) :
    RowList(tr("+ Add a variable"), TokenTemplate::kMaxVariables, parent)
{
}

void VariableList::addEmpty()
{
    add({});
    rows().constLast()->setFocus(Qt::OtherFocusReason);
}

void VariableList::add(const client::TemplateVariable &variable)
{
    auto *row = new VariableRow(this);
    row->setVariable(variable);
    append(row);
}

void VariableList::setVariables(const QList<client::TemplateVariable> &variables)
{
    clear();
    for (const auto &variable : variables)
        add(variable);
}

QList<client::TemplateVariable> VariableList::variables() const
{
    QList<client::TemplateVariable> variables;
    for (const auto *row : rows())
        variables.append(row->variable());
    return variables;
}

QString VariableList::problem() const
{
    const bool complete = std::all_of(rows().cbegin(), rows().cend(),
                                      [](const auto *row) { return row->isComplete(); });
    return complete ? QString() : tr("Give each variable a name, or remove it.");
}

} // namespace parley::ui
