#include "ui/webhooks/health_header.h"

#include <QGridLayout>

#include "ui/common/labels.h"
#include "ui/models/text_format.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/hour_bars.h"
#include "ui/webhooks/success_ring.h"

namespace parley::ui {

HealthHeader::HealthHeader(QWidget *parent) :
    QFrame(parent), m_ring(new SuccessRing(this)), m_bars(new HourBars(this))
{
    setProperty("card", true);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(0);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
    grid->setRowMinimumHeight(2, 6);
    m_times = addFigure(grid, 0, 0, tr("p50, p95"));
    m_lastSuccess = addFigure(grid, 0, 1, tr("Last success"));
    m_breaker = addFigure(grid, 0, 2, tr("Breaker"));
    m_attempts = addFigure(grid, 3, 0, tr("Attempts"));
    m_queue = addFigure(grid, 3, 1, tr("Waiting"));
    m_filtered = addFigure(grid, 3, 2, tr("Filtered out"));
    auto *right = new QVBoxLayout;
    right->addLayout(grid);
    right->addWidget(m_bars);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(16);
    layout->addWidget(m_ring, 0, Qt::AlignVCenter);
    layout->addLayout(right, 1);
}

ElidedLabel *HealthHeader::addFigure(QGridLayout *grid, int row, int column, const QString &name)
{
    auto *title = mutedLabel(name, this);
    title->setWordWrap(false);
    title->setMinimumWidth(1); // the figure decides
    auto *figure = new ElidedLabel(this);
    grid->addWidget(title, row, column);
    grid->addWidget(figure, row + 1, column);
    return figure;
}

void HealthHeader::setHealth(const std::optional<client::WebhookHealthInfo> &known)
{
    const auto health = known.value_or(client::WebhookHealthInfo());
    const auto now = QDateTime::currentDateTimeUtc();
    const auto none = QStringLiteral("–");
    const auto all = health.succeeded() + health.failed();
    m_ring->setHealth(health);
    m_bars->setHours(health.hours);
    m_times->setFullText(all == 0 ? none
                                  : tr("%1, %2").arg(microsecondsText(health.p50Microseconds),
                                                     microsecondsText(health.p95Microseconds)));
    m_attempts->setFullText(
        known ? tr("%1 ✓  %2 ✕").arg(countText(health.succeeded()), countText(health.failed()))
              : none);
    m_lastSuccess->setFullText(
        health.lastSuccessAt.isValid() ? relativeText(health.lastSuccessAt, now) : none);
    m_queue->setFullText(known ? shortQueueText(health, now) : none);
    m_breaker->setFullText(known ? breakerText(health, now) : none);
    m_filtered->setFullText(health.filteredMessages == 0 ? none
                                                         : countText(health.filteredMessages));
}

} // namespace parley::ui
