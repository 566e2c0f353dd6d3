#include "ui/tokens/variable_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

#include "server/types/token_template.h"
#include "ui/common/buttons.h"

namespace parley::ui {

VariableRow::VariableRow(QWidget *parent) :
    QWidget(parent), m_name(new QLineEdit(this)), m_kind(new QComboBox(this)),
    m_each(new QLineEdit(this))
{
    m_name->setPlaceholderText(tr("name, such as room"));
    m_name->setAccessibleName(tr("Variable"));
    m_kind->addItems({tr("one value"), tr("several values, each called")});
    m_kind->setAccessibleName(tr("Values"));
    m_each->setPlaceholderText(tr("such as language"));
    m_each->setAccessibleName(tr("Each is called"));
    m_each->setVisible(false);
    for (auto *field : {m_name, m_each})
        field->setMaxLength(int(TokenTemplate::kMaxNameBytes));
    auto *remove = iconButton(QStringLiteral("close"), tr("Remove this variable"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_kind);
    layout->addWidget(m_each, 1);
    layout->addWidget(remove);
    setFocusProxy(m_name);
    connect(m_name, &QLineEdit::textChanged, this, &VariableRow::changed);
    connect(m_each, &QLineEdit::textChanged, this, &VariableRow::changed);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_each->setVisible(isList());
        Q_EMIT changed();
    });
    connect(remove, &QToolButton::clicked, this, &VariableRow::removeRequested);
}

bool VariableRow::isList() const
{
    return m_kind->currentIndex() == 1;
}

client::TemplateVariable VariableRow::variable() const
{
    return {m_name->text().trimmed(), isList() ? m_each->text().trimmed() : QString()};
}

void VariableRow::setVariable(const client::TemplateVariable &variable)
{
    m_name->setText(variable.name);
    m_each->setText(variable.each);
    m_kind->setCurrentIndex(variable.isList() ? 1 : 0);
}

bool VariableRow::isComplete() const
{
    const auto written = variable();
    return !written.name.isEmpty() && written.isList() == isList();
}

} // namespace parley::ui
