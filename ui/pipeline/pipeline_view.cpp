#include "ui/pipeline/pipeline_view.h"

#include <cstdlib>
#include <limits>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "ui/common/labels.h"
#include "ui/common/theme.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kMargin = 12; // pixels around all, and inside a node

struct Metrics {
    int width;
    int height;
    int columnStep;
    int lineStep;
};

Metrics metrics(const QFontMetrics &font)
{
    const int width = font.averageCharWidth() * 30;
    const int height = font.height() * 2 + 14;
    return {width, height, width + font.averageCharWidth() * 11, height + 14};
}

} // namespace

PipelineView::PipelineView(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Pipeline"));
}

void PipelineView::setGraph(const PipelineGraph &graph, const QHash<QString, double> &rates)
{
    const bool resized = graph.columns != m_graph.columns || graph.lines != m_graph.lines;
    m_graph = graph;
    m_rates = rates;
    if (m_current >= m_graph.nodes.size())
        m_current = -1;
    if (resized)
        updateGeometry();
    update();
}

QSize PipelineView::sizeHint() const
{
    const auto m = metrics(fontMetrics());
    return {kMargin * 2 + std::max(0, m_graph.columns - 1) * m.columnStep + m.width,
            kMargin * 2 + std::max(1, m_graph.lines) * m.lineStep};
}

QRect PipelineView::place(const PipelineNode &node) const
{
    const auto m = metrics(fontMetrics());
    return {kMargin + node.column * m.columnStep, kMargin + node.line * m.lineStep, m.width,
            m.height};
}

int PipelineView::nodeAt(const QPoint &position) const
{
    for (int i = 0; i < m_graph.nodes.size(); ++i) {
        if (place(m_graph.nodes.at(i)).contains(position))
            return i;
    }
    return -1;
}

void PipelineView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(event->rect());
    for (const auto &edge : std::as_const(m_graph.edges))
        paintEdge(painter, edge);
    for (int i = 0; i < m_graph.nodes.size(); ++i) {
        if (place(m_graph.nodes.at(i)).intersects(event->rect()))
            paintNode(painter, i);
    }
}

void PipelineView::paintEdge(QPainter &painter, const PipelineEdge &edge) const
{
    const auto from = place(m_graph.nodes.at(edge.from));
    const auto to = place(m_graph.nodes.at(edge.to));
    const QPointF start(from.right() + 1, from.center().y());
    const QPointF end(to.left() - 6, to.center().y());
    const double bend = std::max(24.0, (end.x() - start.x()) / 2);
    QPainterPath path(start);
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end);
    const auto &colors = themeColors(palette());
    painter.setPen(QPen(colors.muted, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setBrush(colors.muted);
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(
        QPolygonF{end + QPointF(6, 0), end + QPointF(-3, -4), end + QPointF(-3, 4)});
}

void PipelineView::paintNode(QPainter &painter, int index) const
{
    const auto &node = m_graph.nodes.at(index);
    const auto &colors = themeColors(palette());
    const auto box = QRectF(place(node)).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool isTopic = node.kind == PipelineNode::Kind::Topic;
    const bool focused = index == m_current && hasFocus();
    painter.setPen(QPen(focused            ? colors.accent
                            : node.stopped ? colors.warning
                                           : colors.line,
                        focused ? 2.0 : 1.2));
    painter.setBrush(isTopic ? colors.raised : palette().color(QPalette::AlternateBase));
    const double radius = isTopic ? 6.0 : box.height() / 2.0; // topics are boxes, work is round
    painter.drawRoundedRect(box, radius, radius);
    const int inset = isTopic ? kMargin : kMargin + 10;
    const auto text = box.adjusted(inset, 6, -inset, -6);
    const auto rate = m_rates.constFind(node.key);
    const auto rateWords = rate == m_rates.cend() ? QString() : tr("%1/s").arg(rateText(*rate));
    const int rateWidth = fontMetrics().horizontalAdvance(rateWords) + 6;
    auto titleFont = font();
    titleFont.setWeight(QFont::DemiBold);
    painter.setFont(titleFont);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(
        text, Qt::AlignLeft | Qt::AlignTop,
        QFontMetrics(titleFont).elidedText(node.title, Qt::ElideMiddle, int(text.width())));
    painter.setFont(font());
    painter.setPen(rate != m_rates.cend() && *rate > 0 ? colors.good : colors.muted);
    painter.drawText(text, Qt::AlignRight | Qt::AlignBottom, rateWords);
    painter.setPen(node.stopped ? colors.warning : colors.muted);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom,
                     fontMetrics().elidedText(node.detail, Qt::ElideRight,
                                              int(text.width()) - (isTopic ? rateWidth : 0)));
}

void PipelineView::setCurrent(int index)
{
    if (index < 0 || index >= m_graph.nodes.size())
        return;
    m_current = index;
    const auto &node = m_graph.nodes.at(index);
    setAccessibleDescription(QStringLiteral("%1, %2").arg(node.title, node.detail));
    update();
}

void PipelineView::mouseMoveEvent(QMouseEvent *event)
{
    setCursor(nodeAt(event->pos()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void PipelineView::mousePressEvent(QMouseEvent *event)
{
    const int index = nodeAt(event->pos());
    setCurrent(index);
    if (index >= 0 && event->button() == Qt::LeftButton)
        Q_EMIT nodeActivated(m_graph.nodes.at(index));
}

void PipelineView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    setCurrent(std::max(0, m_current));
}

// The nearest node in the direction of an arrow key; the current one when there is none.
int PipelineView::neighbour(int key) const
{
    const auto here = place(m_graph.nodes.at(m_current)).center();
    int best = m_current;
    int bestDistance = std::numeric_limits<int>::max();
    for (int i = 0; i < m_graph.nodes.size(); ++i) {
        const auto offset = place(m_graph.nodes.at(i)).center() - here;
        const bool ahead = (key == Qt::Key_Right && offset.x() > 0)
            || (key == Qt::Key_Left && offset.x() < 0)
            || (key == Qt::Key_Down && offset.y() > 0 && offset.x() == 0)
            || (key == Qt::Key_Up && offset.y() < 0 && offset.x() == 0);
        const int distance = std::abs(offset.x()) * 4 + std::abs(offset.y());
        if (ahead && distance < bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }
    return best;
}

void PipelineView::keyPressEvent(QKeyEvent *event)
{
    const bool any = m_current >= 0 && m_current < m_graph.nodes.size();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: setCurrent(any ? neighbour(event->key()) : 0); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (any)
            Q_EMIT nodeActivated(m_graph.nodes.at(m_current));
        return;
    default: QWidget::keyPressEvent(event);
    }
}

bool PipelineView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = nodeAt(help->pos());
        if (index >= 0) // a tooltip takes markup; escaped, names stay plain text
            QToolTip::showText(help->globalPos(), plainToolTip(m_graph.nodes.at(index).title),
                               this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace parley::ui
