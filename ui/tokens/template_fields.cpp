#include "ui/tokens/template_fields.h"

#include <algorithm>

#include <QFormLayout>
#include <QLineEdit>

#include "ui/common/labels.h"

namespace parley::ui {

TemplateFields::TemplateFields(QWidget *parent) :
    QWidget(parent), m_description(mutedLabel({}, this)), m_form(new QFormLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_description);
    layout->addLayout(m_form);
}

void TemplateFields::setTemplate(const client::TemplateInfo &info)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0); // deletes its field too
    m_fields.clear();
    m_info = info;
    m_description->setText(info.description);
    for (const auto &variable : info.variables) {
        auto *field = new QLineEdit(this);
        field->setMaxLength(1024);
        if (variable.isList())
            field->setPlaceholderText(tr("several, with commas between"));
        auto *name = label(variable.name, this);
        name->setBuddy(field);
        field->setAccessibleName(variable.name);
        m_form->addRow(name, field);
        m_fields.insert(variable.name, field);
        connect(field, &QLineEdit::textChanged, this, &TemplateFields::changed);
    }
}

client::TemplateValues TemplateFields::values() const
{
    client::TemplateValues values;
    for (const auto &variable : m_info.variables) {
        const auto text = m_fields.value(variable.name)->text();
        const auto written = variable.isList() ? text.split(QLatin1Char(',')) : QStringList{text};
        QStringList parts;
        for (const auto &part : written) {
            if (!part.trimmed().isEmpty())
                parts.append(part.trimmed());
        }
        values.insert(variable.name, parts);
    }
    return values;
}

bool TemplateFields::isComplete() const
{
    const auto all = values();
    return std::none_of(all.cbegin(), all.cend(),
                        [](const QStringList &value) { return value.isEmpty(); });
}

} // namespace parley::ui
