#include "ui/inspector/inspector_form.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include "ui/common/act_guard.h"
#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/models/inspector_model.h"

namespace parley::ui {
namespace {

constexpr int kLongestDelay = 60'000; // longer than any attempt waits

// All but the address is the same.
bool answersAs(const client::InspectorInfo &a, const client::InspectorInfo &b)
{
    return client::toJson(a) == client::toJson(b);
}

} // namespace

InspectorForm::InspectorForm(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context)
{
    makeFields();
    connect(m_on, &QCheckBox::clicked, this, &InspectorForm::apply);
    connect(m_status, &QSpinBox::valueChanged, this, &InspectorForm::check);
    connect(m_delay, &QSpinBox::valueChanged, this, &InspectorForm::check);
    connect(m_headers, &QPlainTextEdit::textChanged, this, &InspectorForm::check);
    connect(m_body, &QPlainTextEdit::textChanged, this, &InspectorForm::check);
    connect(m_apply, &QPushButton::clicked, this, &InspectorForm::apply);
    fill();
}

void InspectorForm::makeFields()
{
    m_on = new QCheckBox(tr("Listen"), this);
    m_status = new QSpinBox(this);
    m_status->setRange(200, 599);
    m_delay = new QSpinBox(this);
    m_delay->setRange(0, kLongestDelay);
    m_delay->setSingleStep(100);
    m_delay->setSuffix(tr(" ms"));
    for (auto *number : {m_status, m_delay})
        number->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    const auto text = [this](const QString &hint, int lines) {
        auto *field = new QPlainTextEdit(this);
        field->setPlaceholderText(hint);
        field->setFont(fixedFont(font()));
        field->setTabChangesFocus(true);
        field->setMinimumHeight(fontMetrics().height() * lines);
        return field;
    };
    m_headers = text(QStringLiteral("Retry-After: 5"), 3);
    m_body = text(tr("what it answers; may be empty"), 5);
    m_problem = problemLabel(this);
    m_apply = primaryButton(tr("Apply"), this);
    m_apply->setToolTip(tr("Answers like this from the next request on"));
    m_context.guard.watch(m_apply);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(8);
    form->addRow(m_on);
    form->addRow(makeAddress());
    form->addRow(tr("&Status"), m_status);
    form->addRow(tr("&Wait before"), m_delay);
    form->addRow(tr("&Headers"), m_headers);
    form->addRow(tr("&Body"), m_body);
    form->addRow(m_problem);
    form->addRow(QString(), m_apply);
}

QWidget *InspectorForm::makeAddress()
{
    auto *box = new QWidget(this);
    m_address = new QLineEdit(box);
    m_address->setReadOnly(true);
    m_address->setAccessibleName(tr("Address of the inspector"));
    m_copy = new QPushButton(tr("Copy"), box);
    m_call = new QPushButton(tr("Make a webhook to it…"), box);
    m_context.guard.watch(m_call);
    auto *row = new QHBoxLayout;
    row->addWidget(m_address, 1);
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_call, 0, Qt::AlignLeft);
    connect(m_copy, &QPushButton::clicked, this, [this] { copyText(m_address->text()); });
    connect(m_call, &QPushButton::clicked, this, &InspectorForm::webhookRequested);
    return box;
}

QString InspectorForm::address() const
{
    return m_address->text();
}

void InspectorForm::setInspector(const client::InspectorInfo &inspector)
{
    const bool isTouched = m_isKnown && !answersAs(typed(), m_now);
    m_now = inspector;
    m_isKnown = true;
    if (isTouched) {
        m_on->setChecked(inspector.isOn);
        m_address->setText(inspector.address);
    } else {
        fill();
    }
    check();
}

void InspectorForm::fill()
{
    const QSignalBlocker quietHeaders(m_headers);
    const QSignalBlocker quietBody(m_body);
    m_on->setChecked(m_now.isOn);
    m_address->setText(m_now.address);
    m_address->setPlaceholderText(tr("none until it listens"));
    m_status->setValue(m_now.status);
    m_delay->setValue(m_now.delayMilliseconds);
    if (const auto headers = typedHeaders(m_now.headers); m_headers->toPlainText() != headers)
        m_headers->setPlainText(headers);
    if (m_body->toPlainText() != m_now.body)
        m_body->setPlainText(m_now.body);
    check();
}

client::InspectorInfo InspectorForm::typed() const
{
    auto inspector = m_now;
    inspector.isOn = m_on->isChecked();
    inspector.status = m_status->value();
    inspector.delayMilliseconds = m_delay->value();
    inspector.body = m_body->toPlainText();
    headersFrom(m_headers->toPlainText(), inspector.headers);
    return inspector;
}

void InspectorForm::check()
{
    client::HeaderList headers;
    const auto problem = headersFrom(m_headers->toPlainText(), headers);
    showProblem(m_problem, problem);
    m_apply->setEnabled(m_isKnown && problem.isEmpty() && !answersAs(typed(), m_now));
    m_on->setEnabled(m_isKnown && !m_context.guard.isReadOnly());
    m_copy->setEnabled(!m_now.address.isEmpty());
    m_call->setEnabled(!m_now.address.isEmpty());
}

void InspectorForm::say(const QString &problem)
{
    showProblem(m_problem, problem);
}

void InspectorForm::apply()
{
    client::HeaderList headers;
    if (headersFrom(m_headers->toPlainText(), headers).isEmpty())
        Q_EMIT applied(typed());
}

} // namespace parley::ui
