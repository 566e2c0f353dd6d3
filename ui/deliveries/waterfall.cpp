#include "ui/deliveries/waterfall.h"

#include <algorithm>

#include <QPainter>

#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {

Waterfall::Waterfall(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Timing"));
}

void Waterfall::setTiming(const client::TimingInfo &timing)
{
    m_phases = {{tr("Name lookup"), timing.dns, false}, {tr("Connect"), timing.connect, false},
                {tr("TLS"), timing.tls, false},         {tr("Send"), timing.write, false},
                {tr("Wait"), timing.firstByte, true},   {tr("Receive"), timing.body, false}};
    m_phases.removeIf([](const Phase &phase) { return phase.microseconds == 0; });
    std::uint64_t sum = 0;
    QStringList words;
    for (const auto &phase : std::as_const(m_phases)) {
        sum += phase.microseconds;
        words.append(QStringLiteral("%1 %2").arg(phase.name, microsecondsText(phase.microseconds)));
    }
    m_total = std::max({sum, timing.total, std::uint64_t(1)});
    m_phases.append({tr("Total"), timing.total, false});
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize Waterfall::sizeHint() const
{
    const int line = fontMetrics().height() + 8;
    return {fontMetrics().averageCharWidth() * 50,
            line * int(std::max<qsizetype>(1, m_phases.size())) + 4};
}

void Waterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto &colors = themeColors(palette());
    const int line = fontMetrics().height() + 8;
    const int nameWidth = fontMetrics().averageCharWidth() * 14;
    const int figureWidth = fontMetrics().averageCharWidth() * 10;
    const double scale = double(std::max(10, width() - nameWidth - figureWidth)) / double(m_total);
    double at = 0.0;
    for (int i = 0; i < m_phases.size(); ++i) {
        const auto &phase = m_phases.at(i);
        const bool isTotal = i == m_phases.size() - 1;
        const int top = i * line;
        const double start = isTotal ? 0.0 : at;
        const double length = std::max(2.0, double(phase.microseconds) * scale);
        auto color = phase.waiting ? colors.warning : colors.accent;
        color.setAlpha(isTotal ? 70 : 220);
        painter.setPen(colors.muted);
        painter.drawText(QRect(0, top, nameWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                         phase.name);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(nameWidth + start * scale, top + 5, length, line - 10), 2,
                                2);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(QRect(width() - figureWidth, top, figureWidth, line),
                         Qt::AlignRight | Qt::AlignVCenter, microsecondsText(phase.microseconds));
        at += double(phase.microseconds);
    }
}

} // namespace parley::ui
