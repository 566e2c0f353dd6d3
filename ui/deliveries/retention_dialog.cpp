#include "ui/deliveries/retention_dialog.h"

#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>

#include "server/client/wire_error.h"
#include "server/types/delivery_retention.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"

namespace parley::ui {

using Kept = DeliveryRetention;

RetentionDialog::RetentionDialog(const PageContext &context, QWidget *parent) :
    QDialog(parent), m_context(context), m_used(label({}, this)), m_problem(problemLabel(this)),
    m_save(primaryButton(tr("Save"), this))
{
    setWindowTitle(tr("How long deliveries are kept"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    m_days = addBound(tr("What was delivered, and every attempt"), Kept::kMinDays, Kept::kMaxDays,
                      tr(" days"));
    m_failedDays = addBound(tr("What failed and can be sent again"), Kept::kMinDays, Kept::kMaxDays,
                            tr(" days"));
    m_megabytes
        = addBound(tr("At most, of all"), Kept::kMinMegabytes, Kept::kMaxMegabytes, tr(" MiB"));
    for (auto *field : {m_days, m_failedDays, m_megabytes})
        form->addRow(field->accessibleName(), field);
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_used);
    layout->addLayout(form);
    layout->addWidget(mutedLabel(tr("Where room is needed, the oldest that was delivered goes "
                                    "first, and a message that failed last. What is still to be "
                                    "sent always stays."),
                                 this));
    layout->addLayout(buttons);
    context.guard.watch(m_save);
    m_save->setDefault(true);
    m_save->setEnabled(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_save, &QPushButton::clicked, this, &RetentionDialog::save);
    m_used->setText(tr("Asking the broker…"));
    context.link.admin().deliveryActs().retention(this, [this](const auto &known) { take(known); });
}

QSpinBox *RetentionDialog::addBound(const QString &name, int least, int most, const QString &unit)
{
    auto *field = new QSpinBox(this);
    field->setRange(least, most);
    field->setSuffix(unit);
    field->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    field->setAccessibleName(name);
    field->setEnabled(false); // until it is known
    connect(field, &QSpinBox::valueChanged, this, &RetentionDialog::check);
    return field;
}

void RetentionDialog::take(const Result<client::RetentionInfo> &known)
{
    m_isKnown = m_isKnown || known;
    showProblem(m_problem, known ? QString() : client::sentence(known.error()));
    if (known) {
        m_known = *known;
        m_days->setValue(known->days);
        m_failedDays->setValue(known->failedDays);
        m_megabytes->setValue(known->megabytes);
        m_used->setText(tr("%1 of at most %2 deliveries are kept: %3 of messages and answers.")
                            .arg(countText(known->deliveries), countText(known->maxDeliveries),
                                 bytesText(known->bytes)));
    } else if (!m_isKnown) {
        m_used->clear();
    }
    for (auto *field : {m_days, m_failedDays, m_megabytes})
        field->setEnabled(m_isKnown && !m_context.guard.isReadOnly());
    if (known) {
        check();
        m_days->setFocus(Qt::OtherFocusReason);
    }
}

void RetentionDialog::check()
{
    if (!m_isKnown)
        return;
    const bool isOrdered = m_failedDays->value() >= m_days->value();
    showProblem(m_problem,
                isOrdered ? QString() : tr("What failed is kept at least as long as the rest."));
    m_save->setEnabled(isOrdered
                       && (m_days->value() != m_known.days
                           || m_failedDays->value() != m_known.failedDays
                           || m_megabytes->value() != m_known.megabytes));
}

void RetentionDialog::save()
{
    m_save->setEnabled(false);
    client::RetentionInfo wanted;
    wanted.days = m_days->value();
    wanted.failedDays = m_failedDays->value();
    wanted.megabytes = m_megabytes->value();
    m_context.link.admin().deliveryActs().setRetention(wanted, this, [this](const auto &kept) {
        if (kept)
            return accept();
        check();
        showProblem(m_problem, client::sentence(kept.error()));
    });
}

} // namespace parley::ui
