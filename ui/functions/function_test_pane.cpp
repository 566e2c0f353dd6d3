#include "ui/functions/function_test_pane.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStyle>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/functions/last_body.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kShownCharacters = 64 * 1024; // more would stall the text widget

// What the function is given when no webhook calls it yet.
const QString kExampleBody = QStringLiteral(
    "{\n  \"cache\": \"default\",\n  \"topic\": \"friends-publish\",\n"
    "  \"event_timestamp\": 1796126400000,\n  \"publish_timestamp\": 1796126400007,\n"
    "  \"topic_sequence_number\": 7,\n  \"token_id\": \"ana\",\n  \"text\": \"hello\"\n}");

} // namespace

QString messagesText(const QList<client::FunctionMessage> &messages)
{
    QStringList lines;
    for (const auto &message : messages) {
        const auto place = message.nameSpace == QLatin1String("default")
            ? message.topic
            : message.nameSpace + QLatin1Char('/') + message.topic;
        lines.append(place + QStringLiteral(": ")
                     + previewText(message.payload.toUtf8(), true, 1000));
    }
    return lines.join(QLatin1Char('\n'));
}

FunctionTestPane::FunctionTestPane(const PageContext &context,
                                   std::function<client::FunctionInfo()> function,
                                   QWidget *parent) :
    QWidget(parent),
    m_context(context), m_function(std::move(function))
{
    auto *split = new QSplitter(this);
    split->addWidget(makeBody());
    split->addWidget(makeResult());
    split->setChildrenCollapsible(false);
    split->setHandleWidth(10);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split, 1);
}

QWidget *FunctionTestPane::makeBody()
{
    auto *side = new QWidget(this);
    m_body = new QPlainTextEdit(kExampleBody, side);
    m_body->setAccessibleName(tr("Body that it is called with"));
    m_body->setFont(fixedFont(font()));
    m_body->setTabChangesFocus(true);
    m_body->setMinimumHeight(fontMetrics().height() * 6);
    auto *last = new QPushButton(tr("Last real message"), side);
    last->setToolTip(tr("The body of the newest delivery to this function"));
    m_run = new QPushButton(tr("Run"), side);
    m_run->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_run->setToolTip(tr("Runs the code as it stands here; nothing is published (Ctrl+Enter)"));
    m_context.guard.watch(m_run);
    m_problem = problemLabel(side);
    auto *row = new QHBoxLayout;
    row->addWidget(headingLabel(tr("Test"), side, 2));
    row->addStretch();
    row->addWidget(last);
    row->addWidget(m_run);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_body, 1);
    layout->addWidget(m_problem);
    connect(last, &QPushButton::clicked, this, &FunctionTestPane::takeLastMessage);
    connect(m_run, &QPushButton::clicked, this, &FunctionTestPane::run);
    return side;
}

QPlainTextEdit *FunctionTestPane::output(const QString &name)
{
    auto *text = new QPlainTextEdit(m_tabs);
    text->setReadOnly(true);
    text->setAccessibleName(name);
    text->setFont(fixedFont(font()));
    text->setTabChangesFocus(true);
    m_tabs->addTab(text, name);
    return text;
}

QWidget *FunctionTestPane::makeResult()
{
    auto *side = new QWidget(this);
    m_outcome = label(tr("Not run yet"), side);
    m_outcome->setWordWrap(true);
    m_tabs = new QTabWidget(side);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_answer = output(tr("Answer"));
    m_log = output(tr("Log"));
    m_messages = output(tr("Would publish"));
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_outcome);
    layout->addWidget(m_tabs, 1);
    return side;
}

void FunctionTestPane::clear()
{
    m_outcome->setText(tr("Not run yet"));
    m_outcome->setProperty("problem", false);
    for (auto *text : {m_answer, m_log, m_messages})
        text->clear();
    m_tabs->setTabText(1, tr("Log"));
    m_tabs->setTabText(2, tr("Would publish"));
    showProblem(m_problem, {});
}

void FunctionTestPane::takeLastMessage()
{
    fetchLastBody(m_context.link.admin(), m_function().name, this, [this](const auto &body) {
        showProblem(m_problem, body ? QString() : client::sentence(body.error()));
        if (body)
            m_body->setPlainText(QString::fromUtf8(*body));
    });
}

void FunctionTestPane::run()
{
    m_run->setEnabled(false);
    auto function = m_function();
    if (function.name.isEmpty())
        function.name = QStringLiteral("new"); // a text need not be saved to be run
    m_context.link.admin().code().tryFunction(
        function, m_body->toPlainText(), this, [this](const auto &trial) {
            m_run->setEnabled(true);
            showProblem(m_problem, trial ? QString() : client::sentence(trial.error()));
            if (trial)
                showResult(*trial);
        });
}

void FunctionTestPane::showResult(const client::FunctionTrial &trial)
{
    const auto took = microsecondsText(std::uint64_t(trial.milliseconds * 1000.0));
    const bool failed = !trial.error.isEmpty();
    m_outcome->setText(failed ? tr("✕ %1 · %2 in %3").arg(trial.error).arg(trial.status).arg(took)
                              : tr("✓ %1 in %2").arg(trial.status).arg(took));
    m_outcome->setProperty("problem", failed);
    m_outcome->style()->unpolish(m_outcome);
    m_outcome->style()->polish(m_outcome);
    m_answer->setPlainText(trial.body.left(kShownCharacters));
    m_log->setPlainText(trial.log.join(QLatin1Char('\n')).left(kShownCharacters));
    m_messages->setPlainText(messagesText(trial.messages).left(kShownCharacters));
    m_tabs->setTabText(1, tr("Log (%1)").arg(trial.log.size()));
    m_tabs->setTabText(2, tr("Would publish (%1)").arg(trial.messages.size()));
}

} // namespace parley::ui
