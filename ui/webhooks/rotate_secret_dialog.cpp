#include "ui/webhooks/rotate_secret_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/secrets_view.h"

namespace parley::ui {

RotateSecretDialog::RotateSecretDialog(const PageContext &context,
                                       const client::WebhookInfo &webhook, QWidget *parent) :
    RotationDialog(tr("Rotate a webhook's secret"), 86'400, parent),
    m_context(context), m_webhook(webhook)
{
    addQuestion();
    showQuestion();
    resize(fontMetrics().averageCharWidth() * 80, sizeHint().height());
}

void RotateSecretDialog::addQuestion()
{
    m_which = new QComboBox(step());
    m_which->addItem(tr("webhook-signature (Standard Webhooks)"));
    m_which->addItem(tr("momento-signature"));
    setTabOrder(m_which, overlapBox());
    auto *form = new QFormLayout;
    form->addRow(tr("The secret &of"), m_which);
    form->addRow(tr("The old one &signs too"), overlapBox());
    m_about = mutedLabel({}, step());
    auto *name = new ElidedLabel(step());
    name->setFullText(shownName(m_webhook));
    name->setProperty("heading", 1);
    question().setContentsMargins(0, 0, 0, 0);
    question().addWidget(name);
    question().addLayout(form);
    question().addWidget(m_about);
    question().addStretch();
    finishQuestion();
    connect(m_which, &QComboBox::currentIndexChanged, this, &RotateSecretDialog::showQuestion);
}

void RotateSecretDialog::showQuestion()
{
    const bool isMomento = m_which->currentIndex() == 1;
    overlapBox()->setEnabled(!isMomento);
    m_about->setText(
        isMomento
            ? tr("This header has room for one signature: the old secret ends at once, and your "
                 "program must know the new one at the same moment.")
            : tr("While both sign, every request carries two signatures, and your program accepts "
                 "it with either secret. Change the program in that time."));
}

void RotateSecretDialog::rotate()
{
    const auto take = [this](const Result<client::CreatedWebhook> &rotated) {
        takeAnswer(rotated ? QString() : client::sentence(rotated.error()));
        if (rotated)
            showRotated(*rotated);
    };
    auto &webhooks = m_context.link.admin().webhookClient();
    if (m_which->currentIndex() == 1)
        webhooks.rotateMomento(m_webhook.id, this, take);
    else
        webhooks.rotate(m_webhook.id, overlapSeconds(), this, take);
}

void RotateSecretDialog::showRotated(const client::CreatedWebhook &rotated)
{
    auto *view = new SecretsView(rotated, tr("The new secret"), steps());
    showSecret(view);
    resize(width(), std::max(height(), view->sizeHint().height() + 40));
    connect(view, &SecretsView::done, this, &QDialog::accept);
    Q_EMIT secretRotated();
}

} // namespace parley::ui
