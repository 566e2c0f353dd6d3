#include "ui/webhooks/test_pane.h"

#include <QComboBox>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/deliveries/attempt_view.h"
#include "ui/models/text_format.h"
#include "ui/webhooks/last_message.h"

namespace parley::ui {

TestPane::TestPane(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_book(context.settingsFile),
    m_problem(problemLabel(this)), m_attempt(new AttemptView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->addWidget(makeMessage(), 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_attempt, 3);
    layout->addStretch();
    m_attempt->setAlone();
    m_attempt->hide();
    setFocusProxy(m_text);
    fillSamples({});
    showSample();
}

QWidget *TestPane::makeMessage()
{
    auto *box = new QWidget(this);
    m_samples = new QComboBox(box);
    m_samples->setAccessibleName(tr("Message to send"));
    m_samples->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_samples->setMinimumContentsLength(12);
    auto *last = new QPushButton(tr("Last real message"), box);
    auto *keep = new QPushButton(tr("Keep…"), box);
    keep->setToolTip(tr("Keeps this message under a name, for other tests"));
    m_forget = new QPushButton(tr("Forget"), box);
    m_send = primaryButton(tr("Send test event"), box);
    m_send->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_send->setToolTip(tr("Sends it once, now, past the queue (Ctrl+Enter)"));
    m_context.guard.watch(m_send);
    m_text = new QPlainTextEdit(box);
    m_text->setAccessibleName(tr("Text of the test event"));
    m_text->setFont(fixedFont(font()));
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(fontMetrics().height() * 4);
    m_note = mutedLabel({}, box);
    auto *row = new QHBoxLayout;
    row->addWidget(m_samples, 1);
    row->addWidget(last);
    row->addWidget(keep);
    row->addWidget(m_forget);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_note, 1);
    foot->addStretch();
    foot->addWidget(m_send);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);
    layout->addLayout(foot);
    connect(m_samples, &QComboBox::activated, this, &TestPane::showSample);
    connect(last, &QPushButton::clicked, this, &TestPane::takeLastMessage);
    connect(keep, &QPushButton::clicked, this, &TestPane::keep);
    connect(m_forget, &QPushButton::clicked, this, &TestPane::forget);
    connect(m_send, &QPushButton::clicked, this, &TestPane::send);
    return box;
}

void TestPane::fillSamples(const QString &chosen)
{
    m_samples->clear();
    for (const auto &sample : m_book.samples())
        m_samples->addItem(sample.name, sample.isOwn);
    m_samples->setCurrentIndex(std::max(0, m_samples->findText(chosen)));
    m_forget->setVisible(m_samples->currentData().toBool());
}

void TestPane::showSample()
{
    for (const auto &sample : m_book.samples())
        if (sample.name == m_samples->currentText())
            m_text->setPlainText(sample.text);
    m_forget->setVisible(m_samples->currentData().toBool());
    m_note->setText({});
    m_note->hide();
}

void TestPane::setWebhook(const client::WebhookInfo &webhook)
{
    const bool isOther = webhook.id != m_webhook.id;
    m_webhook = webhook;
    if (!isOther)
        return;
    m_attempt->hide();
    m_note->hide();
    showProblem(m_problem, {});
}

void TestPane::takeLastMessage()
{
    const auto id = m_webhook.id;
    fetchLastMessage(m_context.link.admin(), m_webhook, this, [this, id](const auto &message) {
        if (id != m_webhook.id)
            return;
        showProblem(m_problem, message ? QString() : client::sentence(message.error()));
        if (!message)
            return;
        m_text->setPlainText(QString::fromUtf8(message->payload));
        m_note->setText(
            message->isText
                ? tr("From %1, on %2.").arg(dayAndClockText(message->time), message->address.topic)
                : tr("From %1: binary, and shown as far as it is text.")
                      .arg(dayAndClockText(message->time)));
        m_note->show();
    });
}

void TestPane::keep()
{
    auto *question = new QInputDialog(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setWindowTitle(tr("Keep a test message"));
    question->setLabelText(tr("Name"));
    if (m_samples->currentData().toBool())
        question->setTextValue(m_samples->currentText());
    connect(question, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        const auto problem = m_book.keep(name, m_text->toPlainText());
        showProblem(m_problem, problem);
        if (problem.isEmpty())
            fillSamples(name.trimmed());
    });
    question->open();
}

void TestPane::forget()
{
    const auto name = m_samples->currentText();
    m_book.forget(name);
    fillSamples({});
    showSample();
}

void TestPane::send()
{
    m_send->setEnabled(false);
    m_send->setText(tr("Sending…"));
    const auto id = m_webhook.id;
    const auto text = m_text->toPlainText();
    m_context.link.admin().webhookClient().test(id, text, this, [this, id](const auto &attempt) {
        m_send->setEnabled(true);
        m_send->setText(tr("Send test event"));
        m_send->setShortcut(Qt::CTRL | Qt::Key_Return); // a new text takes it away
        if (id != m_webhook.id)
            return;
        showProblem(m_problem, attempt ? QString() : client::sentence(attempt.error()));
        m_attempt->setVisible(bool(attempt));
        if (attempt) {
            m_attempt->setAttempt(*attempt);
            m_attempt->tabs()->setCurrentIndex(1); // what was answered
        }
        Q_EMIT tested(attempt && attempt->succeeded());
    });
}

} // namespace parley::ui
