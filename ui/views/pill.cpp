#include "ui/views/pill.h"

#include <QPainter>

namespace parley::ui {
namespace {

constexpr int kShadow = 3; // around the body, pixels
constexpr int kMargin = 8; // from the edge of the parent, pixels

} // namespace

Pill::Pill(QWidget *parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus); // the view's own keys do the same
    hide();
}

void Pill::setAtTop(bool atTop)
{
    m_atTop = atTop;
    place();
}

void Pill::showText(const QString &wanted)
{
    if (wanted == text())
        return;
    setText(wanted);
    setVisible(!wanted.isEmpty());
    place();
    update();
}

QSize Pill::sizeHint() const
{
    const auto metrics = fontMetrics();
    return {metrics.horizontalAdvance(text()) + metrics.height() * 2 + 2 * kShadow,
            metrics.height() * 7 / 4 + 2 * kShadow};
}

void Pill::place()
{
    const auto size = sizeHint();
    const auto room = parentWidget()->size();
    setGeometry((room.width() - size.width()) / 2,
                m_atTop ? kMargin : room.height() - size.height() - kMargin, size.width(),
                size.height());
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF body = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
    const auto radius = body.height() / 2;
    auto shade = palette().color(QPalette::Shadow);
    for (int i = kShadow; i > 0; --i) {
        shade.setAlpha(34 - 8 * i);
        painter.setBrush(shade);
        const auto ring = body.adjusted(-i, -i + 1, i, i);
        painter.drawRoundedRect(ring, radius + i, radius + i);
    }
    auto fill = palette().color(QPalette::Highlight);
    if (isDown())
        fill = fill.darker(112);
    else if (underMouse())
        fill = fill.lighter(108);
    painter.setBrush(fill);
    painter.drawRoundedRect(body, radius, radius);
    painter.setPen(palette().color(QPalette::HighlightedText));
    painter.drawText(rect(), Qt::AlignCenter, text());
}

void Pill::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void Pill::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace parley::ui
