#include "ui/webhooks/success_ring.h"

#include <cmath>
#include <numbers>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/common/theme.h"
#include "ui/models/text_format.h"
#include "ui/models/webhook_text.h"
#include "ui/webhooks/success_ring_accessible.h"

namespace parley::ui {
namespace {

constexpr double kStroke = 7.0; // pixels
constexpr double kGap = 2.4; // degrees between two hours

} // namespace

SuccessRing::SuccessRing(QWidget *parent) : QWidget(parent)
{
    SuccessRingAccessible::install();
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setHealth({});
}

void SuccessRing::setHealth(const client::WebhookHealthInfo &health)
{
    m_hours = health.hours;
    m_share = successText(health);
    const auto attempts = health.succeeded() + health.failed();
    setAccessibleName(
        attempts == 0
            ? tr("No attempt in the last 24 hours")
            : tr("Last 24 hours: %1 of %2 attempts succeeded").arg(m_share, countText(attempts)));
    update();
}

QString SuccessRing::hourText(int index) const
{
    const auto &hour = m_hours.at(index);
    const auto from = hour.from.toLocalTime().toString(QStringLiteral("HH:mm"));
    return hour.succeeded + hour.failed == 0
        ? tr("%1: nothing sent").arg(from)
        : tr("%1: %2 succeeded, %3 failed")
              .arg(from, countText(hour.succeeded), countText(hour.failed));
}

QSize SuccessRing::sizeHint() const
{
    const int side = fontMetrics().height() * 6;
    return {side, side};
}

QRectF SuccessRing::ring() const
{
    const double side = std::min(width(), height()) - kStroke - 2;
    return QRectF((width() - side) / 2, (height() - side) / 2, side, side);
}

int SuccessRing::hourAt(const QPoint &point) const
{
    const auto from = QPointF(point) - ring().center();
    const double distance = std::hypot(from.x(), from.y());
    if (m_hours.isEmpty() || std::abs(distance - ring().width() / 2) > kStroke)
        return -1;
    double turn
        = std::atan2(from.x(), -from.y()) / (2 * std::numbers::pi); // clockwise from the top
    if (turn < 0)
        turn += 1;
    return std::min(hourCount() - 1, int(turn * hourCount()));
}

QRect SuccessRing::hourRect(int index) const
{
    const double angle = (index + 0.5) / std::max(1, hourCount()) * 2 * std::numbers::pi;
    const double radius = ring().width() / 2;
    const auto at = ring().center() + QPointF(std::sin(angle), -std::cos(angle)) * radius;
    return QRectF(at.x() - kStroke, at.y() - kStroke, 2 * kStroke, 2 * kStroke).toRect();
}

void SuccessRing::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto &colors = themeColors(palette());
    const double span = 360.0 / std::max(1, hourCount());
    const auto arc = [&](const QColor &color, double from, double length) {
        painter.setPen(QPen(color, kStroke, Qt::SolidLine, Qt::FlatCap));
        // Qt counts sixteenths of a degree, against the clock, from three o'clock.
        painter.drawArc(ring(), int((90.0 - from) * 16), int(-length * 16));
    };
    if (m_hours.isEmpty())
        arc(colors.line, 0, 360);
    for (int i = 0; i < hourCount(); ++i) {
        const auto &hour = m_hours.at(i);
        const auto all = hour.succeeded + hour.failed;
        const double from = i * span + kGap / 2;
        const double length = span - kGap;
        arc(all == 0 ? colors.line : colors.good, from, length);
        if (hour.failed > 0) { // wide enough to be seen among thousands
            const double share = double(hour.failed) / double(all);
            arc(colors.bad, from, std::min(length, std::max(3.0, length * share)));
        }
    }
    auto words = font();
    words.setWeight(QFont::DemiBold);
    words.setPointSizeF(words.pointSizeF() * 1.15);
    painter.setFont(words);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(ring(), Qt::AlignCenter, m_share);
}

bool SuccessRing::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int hour = hourAt(help->pos());
    QToolTip::showText(help->globalPos(), hour >= 0 ? hourText(hour) : accessibleName(), this);
    return true;
}

} // namespace parley::ui
