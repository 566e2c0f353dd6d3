#include "ui/deliveries/replay_dialog.h"

#include <utility>

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/delivery_text.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kProgressIntervalMs = 500;

} // namespace

ReplayDialog::ReplayDialog(const PageContext &context, const client::DeliveryQuery &query,
                           QWidget *parent) :
    QDialog(parent),
    m_context(context), m_text(mutedLabel(tr("Counting…"), this)), m_sample(mutedLabel({}, this)),
    m_problem(problemLabel(this)), m_bar(new QProgressBar(this)),
    m_run(primaryButton(tr("Send again"), this)), m_stop(new QPushButton(tr("Stop"), this)),
    m_close(new QPushButton(tr("Close"), this))
{
    setWindowTitle(tr("Send deliveries again"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_run);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    for (QWidget *part : {static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_sample),
                          static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_problem)})
        layout->addWidget(part);
    layout->addLayout(buttons);
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->hide();
    m_stop->hide();
    m_run->setEnabled(false);
    m_progress.setInterval(kProgressIntervalMs);
    connect(m_run, &QPushButton::clicked, this, &ReplayDialog::run);
    connect(m_stop, &QPushButton::clicked, this, &ReplayDialog::stop);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    connect(&m_progress, &QTimer::timeout, this, [this] {
        if (std::exchange(m_isAsking, true))
            return;
        m_context.link.admin().deliveryActs().replay(m_replay.id, this,
                                                     [this](const auto &now) { take(now); });
    });
    context.link.admin().deliveryActs().planReplay(query, this,
                                                   [this](const auto &plan) { takePlan(plan); });
}

void ReplayDialog::takePlan(const Result<client::ReplayInfo> &plan)
{
    showProblem(m_problem, plan ? QString() : client::sentence(plan.error()));
    m_text->setVisible(bool(plan));
    if (!plan)
        return;
    m_replay = *plan;
    if (plan->count == 0) {
        m_text->setText(tr("No delivery is like that."));
        return;
    }
    const auto count = countText(plan->count);
    m_text->setText(plan->counted
                        ? pluralText(plan->count,
                                     tr("1 delivery will be sent again, with the same id: a "
                                        "receiver that has it already can tell."),
                                     tr("%1 deliveries will be sent again, each with the same id: "
                                        "a receiver that has one already can tell."))
                        : tr("There are more than %1. The newest %1 will be sent again; make "
                             "another plan for the rest.")
                              .arg(count));
    QStringList lines;
    for (const auto &delivery : plan->sample)
        lines.append(QStringLiteral("%1 · %2 · %3")
                         .arg(dayAndClockText(delivery.createdAt), delivery.address.topic,
                              deliveryWords(delivery, 0, QDateTime::currentDateTimeUtc())));
    if (plan->count > quint64(plan->sample.size()))
        lines.append(QString(QChar(0x2026)));
    m_sample->setText(lines.join(QLatin1Char('\n')));
    m_run->setText(pluralText(plan->count, tr("Send 1 again"), tr("Send %1 again")));
    m_run->setEnabled(!m_context.guard.isReadOnly());
    m_run->setFocus();
    adjustSize();
}

void ReplayDialog::run()
{
    m_run->setEnabled(false);
    m_context.link.admin().deliveryActs().runReplay(m_replay.id, this,
                                                    [this](const auto &running) { take(running); });
}

void ReplayDialog::take(const Result<client::ReplayInfo> &replay)
{
    showProblem(m_problem, replay ? QString() : client::sentence(replay.error()));
    m_isAsking = false;
    if (!replay) { // a replay that runs is asked for again; one that did not begin can be begun
        m_run->setEnabled(!m_context.guard.isReadOnly());
        return;
    }
    m_replay = *replay;
    m_sample->hide();
    m_run->hide();
    m_bar->show();
    m_bar->setRange(0, int(replay->count));
    m_bar->setValue(int(replay->done + replay->failed));
    m_stop->setVisible(!replay->isOver());
    QString text
        = tr("%1 of %2 are queued again").arg(countText(replay->done), countText(replay->count));
    if (replay->failed > 0)
        text += tr(", %1 could not be").arg(countText(replay->failed));
    if (replay->state == QLatin1String("canceled"))
        text += tr("; stopped");
    m_text->setText(text + QLatin1Char('.'));
    if (replay->isOver())
        m_progress.stop();
    else if (!m_progress.isActive())
        m_progress.start();
}

void ReplayDialog::stop()
{
    m_stop->setEnabled(false);
    m_context.link.admin().deliveryActs().cancelReplay(
        m_replay.id, this, [this](const auto &stopped) {
            if (stopped)
                return;
            m_stop->setEnabled(true);
            showProblem(m_problem, client::sentence(stopped.error()));
        });
}

} // namespace parley::ui
