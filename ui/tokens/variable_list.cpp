#include "ui/tokens/variable_list.h"

#include <algorithm>

#include <QPushButton>
#include <QVBoxLayout>

#include "server/types/token_template.h"
#include "ui/common/buttons.h"
#include "ui/tokens/variable_row.h"

namespace parley::ui {

VariableList::VariableList(QWidget *parent) :
    QWidget(parent), m_layout(new QVBoxLayout), m_add(linkButton(tr("+ Add a variable"), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_layout);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setFocusProxy(m_add); // it is always there
    connect(m_add, &QPushButton::clicked, this, [this] {
        add({});
        m_rows.constLast()->setFocus(Qt::OtherFocusReason);
    });
}

void VariableList::add(const client::TemplateVariable &variable)
{
    auto *row = new VariableRow(this);
    row->setVariable(variable);
    m_rows.append(row);
    m_layout->addWidget(row);
    row->show(); // now, not with the next layout: it may get the focus before
    m_add->setEnabled(m_rows.size() < qsizetype(TokenTemplate::kMaxVariables));
    connect(row, &VariableRow::changed, this, &VariableList::changed);
    connect(row, &VariableRow::removeRequested, this, [this, row] { remove(row); });
    Q_EMIT changed();
}

void VariableList::remove(VariableRow *row)
{
    m_rows.removeAll(row);
    row->hide(); // at once: it goes when its own signal is over
    row->deleteLater();
    m_add->setEnabled(true);
    Q_EMIT changed();
}

void VariableList::setVariables(const QList<client::TemplateVariable> &variables)
{
    const auto before = m_rows;
    for (auto *row : before)
        remove(row);
    for (const auto &variable : variables)
        add(variable);
}

QList<client::TemplateVariable> VariableList::variables() const
{
    QList<client::TemplateVariable> variables;
    for (const auto *row : m_rows)
        variables.append(row->variable());
    return variables;
}

QString VariableList::problem() const
{
    const bool complete = std::all_of(m_rows.cbegin(), m_rows.cend(),
                                      [](const auto *row) { return row->isComplete(); });
    return complete ? QString() : tr("Give each variable a name, or remove it.");
}

} // namespace parley::ui
