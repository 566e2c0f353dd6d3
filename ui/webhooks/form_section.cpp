#include "ui/webhooks/form_section.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>

#include "ui/common/labels.h"

namespace parley::ui {

FormSection::FormSection(QWidget *parent) : QScrollArea(parent)
{
    auto *content = new QWidget(this);
    content->setAutoFillBackground(false);
    m_form = new QFormLayout(content);
    m_form->setContentsMargins(2, 12, 10, 4);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setFocusPolicy(Qt::NoFocus); // its fields have it
}

void FormSection::addRow(const QString &name, QWidget *field)
{
    if (name.isEmpty()) {
        m_form->addRow(QString(), field);
        return;
    }
    auto *words = label(name, content());
    words->setBuddy(field);
    m_form->addRow(words, field);
}

void FormSection::addField(const QString &name, QWidget *field, WebhookField what)
{
    auto *problem = problemLabel(content());
    auto *both = new QWidget(content());
    auto *layout = new QVBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(field);
    layout->addWidget(problem);
    auto *words = label(name, content());
    words->setBuddy(field);
    m_form->addRow(words, both);
    m_fields.insert(what, field);
    m_problems.insert(what, problem);
    m_rows.insert(field, both);
}

void FormSection::setRowVisible(QWidget *field, bool visible)
{
    auto *row = m_rows.value(field, field);
    row->setVisible(visible);
    if (auto *words = m_form->labelForField(row))
        words->setVisible(visible);
}

QLabel *FormSection::addHint()
{
    auto *hint = mutedLabel({}, content());
    auto policy = hint->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding); // as wide as the fields above it
    hint->setSizePolicy(policy);
    m_form->addRow(QString(), hint);
    return hint;
}

QLineEdit *FormSection::line(const QString &hint)
{
    auto *line = new QLineEdit(content());
    line->setPlaceholderText(hint);
    line->setMaxLength(4096); // the broker's bounds are in bytes and said under the field
    connect(line, &QLineEdit::textChanged, this, &FormSection::edited);
    return line;
}

QComboBox *FormSection::choice(const QList<QPair<QString, QString>> &entries)
{
    auto *choice = new QComboBox(content());
    for (const auto &[text, value] : entries)
        choice->addItem(text, value);
    connect(choice, &QComboBox::currentIndexChanged, this, &FormSection::edited);
    return choice;
}

QSpinBox *FormSection::number(int least, int most, const QString &unit)
{
    auto *number = new QSpinBox(content());
    number->setRange(least, most);
    number->setSuffix(unit);
    number->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    number->setFixedWidth(fontMetrics().averageCharWidth() * 14);
    connect(number, &QSpinBox::valueChanged, this, &FormSection::edited);
    return number;
}

bool FormSection::say(const QMap<WebhookField, DraftProblem> &problems, bool all)
{
    bool saidAny = false;
    for (auto each = m_problems.begin(); each != m_problems.end(); ++each) {
        const auto problem = problems.value(each.key());
        const bool said = !problem.sentence.isEmpty() && (all || !problem.isMissing);
        showProblem(each.value(), said ? problem.sentence : QString());
        saidAny = saidAny || said;
    }
    return saidAny;
}

bool FormSection::isShown(WebhookField field) const
{
    const auto *shown = m_fields.value(field);
    return shown != nullptr && shown->isVisibleTo(this);
}

void FormSection::goTo(WebhookField field)
{
    m_fields.value(field)->setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(m_problems.value(field));
}

} // namespace parley::ui
