#include "ui/webhooks/new_webhook_dialog.h"

#include <QFormLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/secret_field.h"
#include "ui/webhooks/webhook_editor.h"

namespace parley::ui {

NewWebhookDialog::NewWebhookDialog(const PageContext &context, QWidget *parent) :
    QDialog(parent), m_context(context), m_steps(new QStackedWidget(this)),
    m_editor(new WebhookEditor(context, this)), m_problem(problemLabel(this)),
    m_make(primaryButton(tr("Make webhook"), this))
{
    setWindowTitle(tr("New webhook"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *step = new QWidget(m_steps);
    auto *cancel = new QPushButton(tr("Cancel"), step);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    auto *inner = new QVBoxLayout(step);
    inner->addWidget(
        mutedLabel(tr("Each message on the topic is sent to an address as a signed POST, "
                      "or handed to a function that runs here."),
                   step));
    inner->addWidget(m_editor);
    inner->addWidget(m_problem);
    inner->addStretch();
    inner->addLayout(buttons);
    m_steps->addWidget(step);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    m_make->setDefault(true);
    connect(m_editor, &WebhookEditor::edited, this,
            [this] { m_make->setEnabled(m_editor->isValid()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &NewWebhookDialog::make);
    m_editor->setWebhook({}, true);
    resize(fontMetrics().averageCharWidth() * 75, sizeHint().height());
}

void NewWebhookDialog::make()
{
    m_make->setEnabled(false);
    m_context.link.admin().createWebhook(m_editor->webhook(), this, [this](const auto &made) {
        m_make->setEnabled(true);
        showProblem(m_problem, made ? QString() : client::sentence(made.error()));
        if (made)
            showSecrets(*made);
    });
}

void NewWebhookDialog::showSecrets(const client::CreatedWebhook &made)
{
    auto *step = new QWidget(m_steps);
    auto *done = primaryButton(tr("Done"), step);
    auto *form = new QFormLayout;
    form->addRow(tr("Standard Webhooks"), new SecretField(tr("signing secret"), made.secret, step));
    if (!made.momentoSecret.isEmpty())
        form->addRow(tr("momento-signature"),
                     new SecretField(tr("Momento secret"), made.momentoSecret, step));
    auto *layout = new QVBoxLayout(step);
    layout->addWidget(headingLabel(tr("“%1” is ready").arg(made.webhook.name), step));
    layout->addWidget(
        mutedLabel(tr("With these secrets the endpoint can check that a request comes "
                      "from here. They are shown this once."),
                   step));
    layout->addLayout(form);
    layout->addStretch();
    layout->addWidget(done, 0, Qt::AlignRight);
    m_steps->addWidget(step);
    m_steps->setCurrentWidget(step);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    Q_EMIT webhookMade(made.webhook.id);
}

} // namespace parley::ui
