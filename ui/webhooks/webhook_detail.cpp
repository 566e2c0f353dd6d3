#include "ui/webhooks/webhook_detail.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/navigator.h"
#include "ui/common/tables.h"
#include "ui/deliveries/attempt_view.h"
#include "ui/models/text_format.h"
#include "ui/webhooks/webhook_editor.h"

namespace parley::ui {

WebhookDetail::WebhookDetail(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_problem(problemLabel(this)),
    m_editor(new WebhookEditor(context, this)), m_save(primaryButton(tr("Save changes"), this))
{
    auto *saving = new QHBoxLayout;
    saving->addStretch();
    saving->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(m_problem);
    layout->addWidget(m_editor);
    layout->addLayout(saving);
    layout->addWidget(makeTest(), 1);
    connect(m_editor, &WebhookEditor::edited, this,
            [this] { m_save->setEnabled(m_editor->isValid() && m_editor->isChanged()); });
    connect(m_save, &QPushButton::clicked, this, &WebhookDetail::save);
}

QWidget *WebhookDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_name = new ElidedLabel(head);
    m_name->setProperty("heading", 1);
    m_state = mutedLabel({}, head);
    m_toggle = new QPushButton(head);
    m_toggle->setProperty(kChanges, true);
    auto *deliveries = new QPushButton(tr("Deliveries"), head);
    auto *remove = iconButton(QStringLiteral("trash"), tr("Delete this webhook"), head);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_name, 1);
    line->addWidget(deliveries);
    line->addWidget(m_toggle);
    line->addWidget(remove);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_state);
    connect(m_toggle, &QPushButton::clicked, this, &WebhookDetail::toggleState);
    connect(remove, &QToolButton::clicked, this, [this] { Q_EMIT deleteRequested(m_webhook); });
    connect(deliveries, &QPushButton::clicked, this,
            [this] { Q_EMIT m_context.navigator.deliveriesRequested(m_webhook.id); });
    return head;
}

QWidget *WebhookDetail::makeTest()
{
    auto *box = new QWidget(this);
    m_testText = new QLineEdit(box);
    m_testText->setPlaceholderText(tr("Text of the test event; may be empty"));
    m_testText->setAccessibleName(tr("Text of the test event"));
    m_test = new QPushButton(tr("Send test event"), box);
    m_test->setProperty(kChanges, true);
    m_testProblem = problemLabel(box);
    m_attempt = new AttemptView(box);
    m_attempt->hide();
    auto *line = new QHBoxLayout;
    line->addWidget(m_testText, 1);
    line->addWidget(m_test);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(headingLabel(tr("Test"), box, 2));
    layout->addLayout(line);
    layout->addWidget(m_testProblem);
    layout->addWidget(m_attempt, 1);
    layout->addStretch();
    connect(m_test, &QPushButton::clicked, this, &WebhookDetail::sendTest);
    connect(m_testText, &QLineEdit::returnPressed, this, &WebhookDetail::sendTest);
    return box;
}

void WebhookDetail::setWebhook(const client::WebhookInfo &webhook)
{
    const bool other = webhook.id != m_webhook.id;
    m_webhook = webhook;
    if (other) {
        m_attempt->hide();
        showProblem(m_problem, {});
        showProblem(m_testProblem, {});
    }
    if (other || !m_editor->isChanged())
        m_editor->setWebhook(webhook, false);
    showState();
}

void WebhookDetail::showState()
{
    m_name->setFullText(m_webhook.name.isEmpty() ? m_webhook.url : m_webhook.name);
    QStringList words{stateSign(m_webhook.state) + QLatin1Char(' ') + m_webhook.state};
    if (!m_webhook.stateReason.isEmpty())
        words.append(m_webhook.stateReason);
    words.append(tr("made %1").arg(dayAndClockText(m_webhook.createdAt)));
    m_state->setText(words.join(QStringLiteral("  ·  ")));
    m_toggle->setText(m_webhook.state == QLatin1String("active") ? tr("Pause") : tr("Resume"));
}

void WebhookDetail::save()
{
    m_save->setEnabled(false);
    m_context.link.admin().changeWebhook(m_editor->webhook(), this,
                                         [this](const auto &changed) { takeChanged(changed); });
}

void WebhookDetail::toggleState()
{
    const auto next = m_webhook.state == QLatin1String("active") ? QStringLiteral("paused")
                                                                 : QStringLiteral("active");
    m_context.link.admin().setWebhookState(m_webhook.id, next, this,
                                           [this](const auto &changed) { takeChanged(changed); });
}

void WebhookDetail::takeChanged(const Result<client::WebhookInfo> &changed)
{
    showProblem(m_problem, changed ? QString() : client::sentence(changed.error()));
    if (!changed) // to be tried again
        m_save->setEnabled(m_editor->isValid() && m_editor->isChanged());
    if (!changed || changed->id != m_webhook.id)
        return;
    m_webhook = *changed;
    m_editor->setWebhook(m_webhook, false);
    showState();
    Q_EMIT this->changed();
}

void WebhookDetail::sendTest()
{
    m_test->setEnabled(false);
    m_test->setText(tr("Sending…"));
    const auto id = m_webhook.id;
    m_context.link.admin().testWebhook(
        id, m_testText->text(), this, [this, id](const auto &attempt) {
            m_test->setEnabled(true);
            m_test->setText(tr("Send test event"));
            if (id != m_webhook.id)
                return;
            showProblem(m_testProblem, attempt ? QString() : client::sentence(attempt.error()));
            m_attempt->setVisible(bool(attempt));
            if (attempt)
                m_attempt->setAttempt(*attempt);
        });
}

} // namespace parley::ui
