#include "ui/chat/room_delegate.h"

#include <algorithm>

#include <QGuiApplication>
#include <QPainter>

#include "ui/common/theme.h"

namespace parley::ui {
namespace {

constexpr int kMaxShown = 99; // more is "99+": the line stays short
constexpr int kMargin = 10; // pixels, as the sheet pads the line

QString unreadText(const QModelIndex &index)
{
    const int unread = index.data(RoomDelegate::kUnreadRole).toInt();
    if (unread <= 0)
        return {};
    return unread > kMaxShown ? QStringLiteral("%1+").arg(kMaxShown) : QString::number(unread);
}

int pillWidth(const QFontMetrics &metrics, const QString &text)
{
    return std::max(metrics.horizontalAdvance(text) + 12, metrics.height() + 2);
}

} // namespace

void RoomDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto unread = unreadText(index);
    if (unread.isEmpty())
        return;
    option->font.setWeight(QFont::DemiBold); // colour is not the only sign
    const int room = option->rect.width() - pillWidth(option->fontMetrics, unread) - 3 * kMargin;
    option->text = QFontMetrics(option->font).elidedText(option->text, Qt::ElideRight, room);
}

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const auto unread = unreadText(index);
    if (unread.isEmpty())
        return;
    const QSizeF size(pillWidth(option.fontMetrics, unread), option.fontMetrics.height() + 2);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const double left
        = mirrored ? option.rect.left() + kMargin : option.rect.right() - kMargin - size.width();
    const QRectF pill(QPointF(left, option.rect.center().y() - size.height() / 2 + 1), size);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(themeColors(option.palette).accent);
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setPen(QGuiApplication::palette().color(QPalette::HighlightedText));
    painter->drawText(pill, Qt::AlignCenter, unread);
    painter->restore();
}

} // namespace parley::ui
