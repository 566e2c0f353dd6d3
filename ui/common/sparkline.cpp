#include "ui/common/sparkline.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "ui/common/theme.h"
#include "ui/models/rate_tracker.h"

namespace parley::ui {

void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &samples,
                    const QColor &color)
{
    if (samples.size() < 2 || rect.width() < 4)
        return;
    const double highest = std::max(1.0, *std::max_element(samples.cbegin(), samples.cend()));
    const double step = rect.width() / double(RateTracker::kSamples - 1);
    const double left
        = rect.right() - step * double(samples.size() - 1); // newest at the right edge
    QPolygonF line;
    for (qsizetype i = 0; i < samples.size(); ++i)
        line.append(
            {left + step * double(i), rect.bottom() - rect.height() * samples.at(i) / highest});
    QPainterPath area;
    area.addPolygon(line);
    area.lineTo(rect.right(), rect.bottom());
    area.lineTo(left, rect.bottom());
    auto fill = color;
    fill.setAlpha(45);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillPath(area, fill);
    painter->setPen(QPen(color, 1.4));
    painter->drawPolyline(line);
    painter->restore();
}

Sparkline::Sparkline(QWidget *parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Sparkline::setSamples(const QList<double> &samples)
{
    m_samples = samples;
    update();
}

QSize Sparkline::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 2};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintSparkline(&painter, rect().adjusted(0, 2, -1, -2), m_samples,
                   themeColors(palette()).accent);
}

} // namespace parley::ui
