#include "ui/webhooks/secrets_pane.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/common/undo_bar.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/rotate_secret_dialog.h"
#include "ui/webhooks/snippet_view.h"

namespace parley::ui {

SecretsPane::SecretsPane(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_about(mutedLabel({}, this)),
    m_publicKey(mutedLabel({}, this)), m_expire(new QPushButton(tr("End the old ones now"), this)),
    m_problem(problemLabel(this))
{
    auto *rotate = new QPushButton(tr("Rotate…"), this);
    rotate->setToolTip(tr("A new secret, while the old one goes on for a time"));
    m_context.guard.watch(rotate);
    m_publicKey->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *row = new QHBoxLayout;
    row->addWidget(m_about, 1);
    row->addWidget(m_expire);
    row->addWidget(rotate);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_publicKey);
    layout->addWidget(m_problem);
    layout->addWidget(headingLabel(tr("How your program checks a request"), this, 2));
    layout->addWidget(new SnippetView(this), 1);
    connect(rotate, &QPushButton::clicked, this, &SecretsPane::rotate);
    connect(m_expire, &QPushButton::clicked, this, &SecretsPane::expire);
}

void SecretsPane::setWebhook(const client::WebhookInfo &webhook)
{
    if (webhook.id != m_webhook.id) {
        showProblem(m_problem, {});
        m_expire->setEnabled(true);
    }
    m_webhook = webhook;
    const auto about = secretsText(webhook.secrets, QDateTime::currentDateTimeUtc());
    m_about->setText(about.isEmpty()
                         ? tr("Every request is signed. The secret was shown when it was made.")
                         : about);
    m_expire->setVisible(webhook.secrets.size() > 1 && !m_context.guard.isReadOnly());
    m_publicKey->setVisible(!webhook.publicKey.isEmpty());
    m_publicKey->setText(tr("Public key of the ed25519 signature: %1").arg(webhook.publicKey));
}

void SecretsPane::rotate()
{
    auto *dialog = new RotateSecretDialog(m_context, m_webhook, this);
    connect(dialog, &RotateSecretDialog::secretRotated, this, &SecretsPane::changed);
    dialog->open();
}

// Programs that know only an older one refuse all requests from then on: so there is time to think
// again.
void SecretsPane::expire()
{
    m_expire->setEnabled(false);
    m_context.undo.offer(
        tr("The old secrets of “%1” end").arg(shownName(m_webhook)),
        [this, id = m_webhook.id] { expireNow(id); }, [this] { m_expire->setEnabled(true); });
}

void SecretsPane::expireNow(const QString &id)
{
    m_context.link.admin().webhookClient().expireSecrets(id, this, [this](const auto &done) {
        m_expire->setEnabled(true);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        if (done)
            Q_EMIT changed();
    });
}

} // namespace parley::ui
