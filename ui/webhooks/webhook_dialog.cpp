#include "ui/webhooks/webhook_dialog.h"

#include <QFrame>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/secrets_view.h"
#include "ui/webhooks/webhook_form.h"

namespace parley::ui {

WebhookDialog::WebhookDialog(const PageContext &context, const client::WebhookInfo &webhook,
                             Use use, QWidget *parent) :
    QDialog(parent),
    m_context(context), m_use(use), m_steps(new QStackedWidget(this)),
    m_form(new WebhookForm(context, this)), m_problem(problemLabel(this)),
    m_save(primaryButton(use == Use::New ? tr("Make webhook") : tr("Save changes"), this))
{
    setWindowTitle(use == Use::New ? tr("New webhook")
                                   : tr("Webhook “%1”").arg(shownName(webhook)));
    setAttribute(Qt::WA_DeleteOnClose);
    m_steps->addWidget(makeStep());
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    m_save->setDefault(true);
    connect(m_form, &WebhookForm::checked, this, &WebhookDialog::showWords);
    // What the broker said was about what stood here before.
    connect(m_form, &WebhookForm::edited, this, [this] { showProblem(m_problem, {}); });
    connect(m_save, &QPushButton::clicked, this, &WebhookDialog::save);
    m_form->setWebhook(webhook, use == Use::New);
    m_form->currentWidget()->setFocus(Qt::OtherFocusReason);
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 38);
}

QWidget *WebhookDialog::makeStep()
{
    auto *step = new QWidget(m_steps);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(18);
    columns->addWidget(m_form, 7);
    columns->addWidget(makeWords(), 3);
    auto *cancel = new QPushButton(tr("Cancel"), step);
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *layout = new QVBoxLayout(step);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(columns, 1);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    return step;
}

QWidget *WebhookDialog::makeWords()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_words = label({}, card);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->addWidget(headingLabel(tr("In words"), card, 2));
    layout->addWidget(m_words, 1);
    return card;
}

void WebhookDialog::showWords()
{
    const auto draft = m_form->draft();
    const auto problems = problemsOf(draft);
    const bool isNamed = !problems.contains(WebhookField::Target)
        && !problems.contains(WebhookField::NameSpace) && !problems.contains(WebhookField::Topic);
    const auto sentences = webhookSentences(draft.settings());
    m_words->setText(isNamed ? sentences.join(QStringLiteral("\n\n"))
                             : tr("Say what is called, and for the messages of which topic."));
    m_save->setEnabled(m_form->isChanged() && !m_isSaving);
}

void WebhookDialog::save()
{
    if (!m_form->isFinished())
        return;
    setSaving(true);
    if (m_use == Use::New)
        make();
    else
        change();
}

void WebhookDialog::setSaving(bool on)
{
    m_isSaving = on;
    m_save->setEnabled(!on);
}

void WebhookDialog::make()
{
    m_context.link.admin().webhookClient().create(m_form->draft().settings(), this,
                                                  [this](const auto &made) {
                                                      setSaving(false);
                                                      if (made)
                                                          showSecrets(*made);
                                                      else
                                                          refuse(made.error());
                                                  });
}

void WebhookDialog::change()
{
    m_context.link.admin().webhookClient().change(m_form->original(), m_form->draft().settings(),
                                                  this, [this](const auto &changed) {
                                                      setSaving(false);
                                                      if (!changed)
                                                          return refuse(changed.error());
                                                      Q_EMIT webhookChanged();
                                                      accept();
                                                  });
}

void WebhookDialog::reject()
{
    if (!m_isSaving && m_steps->currentIndex() == 0)
        QDialog::reject();
}

void WebhookDialog::refuse(const Error &error)
{
    if (!m_form->showRefusal(error))
        showProblem(m_problem, client::sentence(error));
}

void WebhookDialog::showSecrets(const client::CreatedWebhook &made)
{
    auto *view = new SecretsView(made, tr("“%1” is ready").arg(shownName(made.webhook)), m_steps);
    m_steps->addWidget(view);
    m_steps->setCurrentWidget(view);
    connect(view, &SecretsView::done, this, &QDialog::accept);
    Q_EMIT webhookMade(made.webhook.id);
}

} // namespace parley::ui
