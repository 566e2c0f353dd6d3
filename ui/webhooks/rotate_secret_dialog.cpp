#include "ui/webhooks/rotate_secret_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QStackedWidget>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/secrets_view.h"

namespace parley::ui {

RotateSecretDialog::RotateSecretDialog(const PageContext &context,
                                       const client::WebhookInfo &webhook, QWidget *parent) :
    QDialog(parent),
    m_context(context), m_webhook(webhook), m_steps(new QStackedWidget(this)),
    m_problem(problemLabel(this))
{
    setWindowTitle(tr("Rotate a webhook's secret"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_steps->addWidget(makeQuestion());
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    layout->addWidget(m_problem);
    showQuestion();
    resize(fontMetrics().averageCharWidth() * 80, sizeHint().height());
}

QWidget *RotateSecretDialog::makeQuestion()
{
    auto *step = new QWidget(m_steps);
    m_which = new QComboBox(step);
    m_which->addItem(tr("webhook-signature (Standard Webhooks)"));
    m_which->addItem(tr("momento-signature"));
    m_overlap = new QComboBox(step);
    m_overlap->addItem(tr("for 24 hours"), 86'400);
    m_overlap->addItem(tr("for 1 hour"), 3600);
    m_overlap->addItem(tr("for 7 days"), 604'800);
    m_overlap->addItem(tr("no longer: it ends now"), 0);
    auto *form = new QFormLayout;
    form->addRow(tr("The secret &of"), m_which);
    form->addRow(tr("The old one &signs too"), m_overlap);
    m_about = mutedLabel({}, step);
    auto *cancel = new QPushButton(tr("Cancel"), step);
    auto *rotate = primaryButton(tr("Make a new secret"), step);
    rotate->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(rotate);
    auto *name = new ElidedLabel(step);
    name->setFullText(shownName(m_webhook));
    name->setProperty("heading", 1);
    auto *layout = new QVBoxLayout(step);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(name);
    layout->addLayout(form);
    layout->addWidget(m_about);
    layout->addStretch();
    layout->addLayout(buttons);
    connect(m_which, &QComboBox::currentIndexChanged, this, &RotateSecretDialog::showQuestion);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(rotate, &QPushButton::clicked, this, &RotateSecretDialog::rotate);
    return step;
}

void RotateSecretDialog::showQuestion()
{
    const bool isMomento = m_which->currentIndex() == 1;
    m_overlap->setEnabled(!isMomento);
    m_about->setText(
        isMomento
            ? tr("This header has room for one signature: the old secret ends at once, and your "
                 "program must know the new one at the same moment.")
            : tr("While both sign, every request carries two signatures, and your program accepts "
                 "it with either secret. Change the program in that time."));
}

void RotateSecretDialog::rotate()
{
    m_steps->setEnabled(false);
    const auto take = [this](const Result<client::CreatedWebhook> &rotated) {
        m_steps->setEnabled(true);
        showProblem(m_problem, rotated ? QString() : client::sentence(rotated.error()));
        if (!rotated)
            return;
        auto *view = new SecretsView(*rotated, tr("The new secret"), m_steps);
        m_steps->addWidget(view);
        m_steps->setCurrentWidget(view);
        resize(width(), std::max(height(), view->sizeHint().height() + 40));
        connect(view, &SecretsView::done, this, &QDialog::accept);
        Q_EMIT secretRotated();
    };
    auto &webhooks = m_context.link.admin().webhookClient();
    if (m_which->currentIndex() == 1)
        webhooks.rotateMomento(m_webhook.id, this, take);
    else
        webhooks.rotate(m_webhook.id, m_overlap->currentData().toLongLong(), this, take);
}

} // namespace parley::ui
