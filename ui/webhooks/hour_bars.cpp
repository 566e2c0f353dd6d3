#include "ui/webhooks/hour_bars.h"

#include <algorithm>

#include <QPainter>

#include "ui/common/theme.h"

namespace parley::ui {

HourBars::HourBars(QWidget *parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HourBars::setHours(const QList<client::HealthHour> &hours)
{
    m_hours = hours;
    update();
}

QSize HourBars::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 2};
}

void HourBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &colors = themeColors(palette());
    const double foot = height() - 1;
    painter.fillRect(QRectF(0, foot, width(), 1), colors.line);
    std::uint64_t most = 1;
    for (const auto &hour : m_hours)
        most = std::max(most, hour.succeeded + hour.failed);
    const double step = double(width()) / double(std::max<qsizetype>(1, m_hours.size()));
    for (qsizetype i = 0; i < m_hours.size(); ++i) {
        const auto &hour = m_hours.at(i);
        const auto all = hour.succeeded + hour.failed;
        if (all == 0)
            continue;
        const double whole = std::max(2.0, foot * double(all) / double(most));
        const double failed
            = hour.failed == 0 ? 0 : std::max(2.0, whole * double(hour.failed) / double(all));
        const QRectF bar(double(i) * step + 1, foot - whole, std::max(1.0, step - 2), whole);
        painter.fillRect(bar, colors.accent);
        painter.fillRect(QRectF(bar.left(), foot - failed, bar.width(), failed), colors.bad);
    }
}

} // namespace parley::ui
