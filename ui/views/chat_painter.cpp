#include "ui/views/chat_painter.h"

#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/common/theme.h"
#include "ui/views/chat_words.h"
#include "ui/views/id_color.h"

namespace parley::ui {
namespace {

constexpr double kRadius = 11; // of a bubble's corners, pixels
constexpr double kMineShare = 0.14; // of the accent in my bubble
constexpr double kMarkShare = 0.28; // of the warning colour behind what was masked
constexpr double kChipShare = 0.12;

bool isUndecided(const ChatEntry &entry) // not, or not yet, for others to read
{
    return entry.state == ChatState::Pending || entry.state == ChatState::Sent
        || entry.state == ChatState::Held || entry.state == ChatState::Blocked
        || entry.state == ChatState::Failed;
}

} // namespace

ChatPainter::ChatPainter(const QPalette &palette) : m_palette(palette)
{
    const auto &colors = themeColors(palette);
    m_canvas = palette.color(QPalette::Window);
    m_text = palette.color(QPalette::Text);
    m_muted = colors.muted;
    m_accent = colors.accent;
    m_line = colors.line;
    m_good = colors.good;
    m_warning = colors.warning;
    m_bad = colors.bad;
    m_theirs = colors.raised;
    m_mine = blended(m_theirs, m_accent, kMineShare);
    m_mark = blended(m_theirs, m_warning, kMarkShare);
    m_dimmed = blended(m_text, m_canvas, 0.30);
}

void ChatPainter::paint(QPainter &painter, const Scene &scene, const ChatBubbleBuilder &fonts) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (scene.bubble.kind != ChatKind::Message) {
        paintLine(painter, scene);
        return;
    }
    paintBubble(painter, scene);
    if (!scene.bubble.avatar.isEmpty())
        paintAvatar(painter, scene, fonts.nameFont());
    painter.setPen(isUndecided(scene.entry) ? m_dimmed : m_text);
    scene.bubble.body.draw(painter, scene.bubble.bodyAt, scene.selectionStart, scene.selectionEnd,
                           m_palette);
    for (const auto &label : scene.bubble.labels)
        paintLabel(painter, scene, label, fonts);
}

void ChatPainter::paintLine(QPainter &painter, const Scene &scene) const
{
    const auto &bubble = scene.bubble;
    const QRectF text(bubble.bodyAt, bubble.body.size());
    const double middle = std::floor(text.center().y()) + 0.5; // one sharp line of pixels
    const double gap = text.height();
    auto color = m_muted;
    if (bubble.kind == ChatKind::UnreadMarker)
        color = m_accent;
    else if (bubble.kind == ChatKind::Gap)
        color = m_warning;
    if (bubble.kind == ChatKind::UnreadMarker || bubble.kind == ChatKind::Gap) {
        painter.setPen(QPen(color, 1, bubble.kind == ChatKind::Gap ? Qt::DotLine : Qt::SolidLine));
        painter.drawLine(QPointF(gap, middle), QPointF(text.left() - gap, middle));
        painter.drawLine(QPointF(text.right() + gap, middle), QPointF(scene.width - gap, middle));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(blended(m_canvas, m_muted, kChipShare));
        const auto chip = text.adjusted(-gap * 0.7, -3, gap * 0.7, 3);
        painter.drawRoundedRect(chip, qMin(chip.height() / 2, kRadius),
                                qMin(chip.height() / 2, kRadius));
    }
    if (scene.current && scene.focused) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(m_accent);
        painter.drawRoundedRect(text.adjusted(-gap, -4, gap, 4), kRadius, kRadius);
    }
    painter.setPen(color);
    bubble.body.draw(painter, bubble.bodyAt, scene.selectionStart, scene.selectionEnd, m_palette);
}

void ChatPainter::paintBubble(QPainter &painter, const Scene &scene) const
{
    const bool ring = scene.current && scene.focused;
    QPen pen(ring ? m_accent : m_line, ring ? 2 : 1);
    if (isUndecided(scene.entry) && !ring) {
        pen.setColor(stateColor(scene.entry));
        pen.setStyle(Qt::DashLine);
    }
    if (scene.entry.mine && !ring && !isUndecided(scene.entry))
        pen.setColor(blended(m_mine, m_accent, 0.18));
    painter.setPen(pen);
    painter.setBrush(fillOf(scene.entry));
    painter.drawRoundedRect(scene.bubble.bubble.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void ChatPainter::paintAvatar(QPainter &painter, const Scene &scene, const QFont &font) const
{
    const auto &entry = scene.entry;
    painter.setPen(Qt::NoPen);
    painter.setBrush(fillColorFor(entry.senderId.isEmpty() ? entry.senderName : entry.senderId));
    painter.drawEllipse(scene.bubble.avatar);
    painter.setPen(Qt::white);
    painter.setFont(font);
    painter.save();
    QPainterPath circle;
    circle.addEllipse(scene.bubble.avatar);
    painter.setClipPath(circle);
    painter.drawText(scene.bubble.avatar, Qt::AlignCenter | Qt::TextSingleLine,
                     ChatWords::initials(entry.senderName));
    painter.restore();
}

void ChatPainter::paintLabel(QPainter &painter, const Scene &scene, const ChatBubble::Label &label,
                             const ChatBubbleBuilder &fonts) const
{
    const auto &entry = scene.entry;
    const bool hovered = scene.hovered == &label;
    painter.setFont(label.part == ChatPart::Name ? fonts.nameFont() : fonts.smallFont());
    switch (label.part) {
    case ChatPart::Badge: return paintChip(painter, label, m_muted, false);
    case ChatPart::Draft: return paintChip(painter, label, m_warning, false);
    case ChatPart::OriginalChip: return paintChip(painter, label, m_accent, hovered);
    case ChatPart::Name:
        painter.setPen(
            textColorFor(entry.senderId.isEmpty() ? entry.senderName : entry.senderId, m_theirs));
        break;
    case ChatPart::StateNote: painter.setPen(stateColor(entry)); break;
    case ChatPart::TranslationNote:
        painter.setPen(entry.translation.status == ChatTranslation::Status::Failed ? m_warning
                                                                                   : m_muted);
        break;
    case ChatPart::EditLink:
    case ChatPart::RetryLink: {
        auto font = fonts.smallFont();
        font.setUnderline(hovered);
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(m_accent);
        break;
    }
    case ChatPart::Meta: painter.setPen(m_muted); break;
    }
    const auto direction = label.part == ChatPart::Name && label.text.isRightToLeft()
        ? Qt::AlignRight
        : Qt::AlignLeft;
    painter.drawText(label.rect.adjusted(0, 0, 2, 0),
                     int(direction | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine
                         | Qt::TextDontClip,
                     label.text);
}

void ChatPainter::paintChip(QPainter &painter, const ChatBubble::Label &label, const QColor &text,
                            bool hovered) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(blended(m_theirs, text, hovered ? 2 * kChipShare : kChipShare));
    painter.drawRoundedRect(label.rect, label.rect.height() / 2, label.rect.height() / 2);
    painter.setPen(text);
    painter.drawText(label.rect, Qt::AlignCenter | Qt::TextSingleLine, label.text);
}

QColor ChatPainter::fillOf(const ChatEntry &entry) const
{
    if (entry.state == ChatState::Blocked || entry.state == ChatState::Failed)
        return blended(m_canvas, m_bad, 0.06);
    if (entry.state == ChatState::Held)
        return blended(m_canvas, m_warning, 0.07);
    return entry.mine ? m_mine : m_theirs;
}

QColor ChatPainter::stateColor(const ChatEntry &entry) const
{
    switch (entry.state) {
    case ChatState::Blocked:
    case ChatState::Failed: return m_bad;
    case ChatState::Held:
    case ChatState::Changed: return m_warning;
    case ChatState::Pending:
    case ChatState::Sent:
    case ChatState::Published: break;
    }
    return m_muted;
}

} // namespace parley::ui
