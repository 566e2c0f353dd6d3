#include "ui/views/chat_bubble.h"

#include <cmath>

#include <QFontMetricsF>

#include "ui/views/chat_words.h"
#include "ui/views/display_text.h"

namespace parley::ui {
namespace {

// Measures in lines of text (em), so that they grow with the font.
constexpr double kMargin = 0.75; // left and right of the view
constexpr double kAvatar = 1.9;
constexpr double kAvatarGap = 0.45;
constexpr double kPadX = 0.62;
constexpr double kPadY = 0.40;
constexpr double kGroupGap = 0.60; // above the first of a sender
constexpr double kGap = 0.16; // above the others
constexpr double kMaxBubble = 30; // a longer line is hard to read
constexpr double kLineGap = 0.55; // above and below what stands between bubbles
constexpr double kChipPad = 0.38;
constexpr double kSmall = 0.86; // of the font size
constexpr qsizetype kEstimatedLength = 2000; // letters looked at for an estimate

QTextCharFormat linkFormat(const QColor &color)
{
    QTextCharFormat format;
    format.setForeground(color);
    format.setFontUnderline(true);
    return format;
}

} // namespace

struct ChatBubbleBuilder::Draft {
    const Input &input;
    ChatBubble bubble{};
    double maxInner = 0;
    double inner = 0; // width of the widest part so far
    double y = 0;
    QList<ChatBubble::Label> right{}; // of labels: those that end at the right edge

    void use(double width) { inner = qMin(maxInner, qMax(inner, width)); }
};

const ChatBubble::Label *ChatBubble::labelAt(QPointF point) const
{
    for (const auto &label : labels) {
        if (label.rect.contains(point))
            return &label;
    }
    return nullptr;
}

const TextLink *ChatBubble::linkAt(QPointF point) const
{
    if (!body.isOverText(point - bodyAt))
        return nullptr;
    const auto offset = body.offsetAt(point - bodyAt);
    for (const auto &link : links) {
        if (offset >= link.start && offset <= link.start + link.length)
            return &link;
    }
    return nullptr;
}

ChatBubbleBuilder::ChatBubbleBuilder(const QFont &font, const QColor &link, const QColor &mark,
                                     bool mirrored) :
    m_font(font),
    m_small(font), m_name(font), m_link(link), m_mark(mark), m_mirrored(mirrored)
{
    m_small.setPointSizeF(font.pointSizeF() * kSmall);
    m_name.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(font);
    m_em = metrics.height();
    m_letter = metrics.averageCharWidth();
}

ChatBubble ChatBubbleBuilder::build(const Input &input) const
{
    if (input.entry.kind != ChatKind::Message)
        return buildLine(input);
    Draft draft{input};
    draft.maxInner = maxInner(input.entry.mine);
    draft.y = std::round(m_em * (input.startsGroup ? kGroupGap : kGap)) + std::round(m_em * kPadY);
    if (input.startsGroup && !input.entry.mine)
        addName(draft);
    draft.bubble.body = body(input, draft.bubble.links);
    const auto size = draft.bubble.body.layOut(draft.maxInner);
    draft.bubble.bodyAt = {0, draft.y};
    draft.use(size.width());
    draft.y += size.height();
    addFooter(draft);
    addNotes(draft);
    place(draft);
    return std::move(draft.bubble);
}

ChatBubble ChatBubbleBuilder::buildLine(const Input &input) const
{
    ChatBubble line;
    line.kind = input.entry.kind;
    const auto text
        = displayLine(ChatWords::line(input.entry, input.shownText), TextBlock::kMaxShownLength);
    line.body = TextBlock(text.text, m_small);
    const auto gap = std::round(m_em * kLineGap);
    const auto size = line.body.layOut(qMax(m_em, m_width - 2 * m_em * (kMargin + 2)));
    line.bodyAt = {std::round((m_width - size.width()) / 2), gap};
    line.height = int(size.height() + 2 * gap);
    return line;
}

TextBlock ChatBubbleBuilder::body(const Input &input, QList<TextLink> &links) const
{
    const auto shown = displayParagraphs(input.shownText);
    links = findLinks(shown);
    QList<TextBlock::Mark> marks;
    for (const auto &link : links)
        marks.append({link.start, link.length, linkFormat(m_link)});
    // The spans count letters of the text; where making it safe moved letters they are left out.
    if (!input.showsOriginal && shown.size() == input.shownText.size()) {
        QTextCharFormat changed;
        changed.setBackground(m_mark);
        for (const auto &span : input.entry.moderation.spans)
            marks.append({span.start, span.length, changed});
    }
    return TextBlock(shown, m_font, marks);
}

void ChatBubbleBuilder::addName(Draft &draft) const
{
    const QFontMetricsF metrics(m_name);
    const auto &entry = draft.input.entry;
    const auto name = displayLine(entry.senderName.isEmpty() ? entry.senderId : entry.senderName,
                                  TextBlock::kMaxShownLength);
    const auto text = metrics.elidedText(name.text, Qt::ElideRight, draft.maxInner);
    const auto width = std::ceil(metrics.horizontalAdvance(text)) + 1;
    draft.bubble.labels.append(
        {ChatPart::Name, {0, draft.y, width, metrics.height()}, ChatWords::isolated(text)});
    draft.use(width);
    draft.y += std::ceil(metrics.height());
}

void ChatBubbleBuilder::addFooter(Draft &draft) const
{
    const auto &entry = draft.input.entry;
    const auto height = std::ceil(QFontMetricsF(m_small).height());
    QList<ChatBubble::Label> left;
    double x = 0;
    const auto addChip = [&](ChatPart part, const QString &text) {
        const auto width = smallWidth(text) + 2 * m_em * kChipPad;
        left.append({part, {x, 0, width, height + 2}, text});
        x += width + m_em * kChipPad;
    };
    if (const auto badge = ChatWords::badge(entry); !badge.isEmpty() && !draft.input.showsOriginal)
        addChip(ChatPart::Badge, badge);
    if (entry.translation.draft && !left.isEmpty())
        addChip(ChatPart::Draft, ChatWords::tr("draft"));
    if (entry.hasOriginal())
        addChip(ChatPart::OriginalChip,
                draft.input.showsOriginal ? ChatWords::tr("Translation")
                                          : ChatWords::tr("Original"));
    const auto meta = ChatWords::meta(entry);
    const auto metaWidth = smallWidth(meta);
    const auto gap = m_em * kPadX;
    // Behind the last line only when that line leaves off where the time stands.
    const auto behind = draft.bubble.body.lastLineWidth() + gap + metaWidth;
    if (left.isEmpty() && behind <= draft.maxInner
        && draft.bubble.body.lastLineIsRightToLeft() == m_mirrored) {
        draft.use(behind);
        draft.right.append({ChatPart::Meta, {0, draft.y - height, metaWidth, height}, meta});
        return;
    }
    draft.y += std::round(m_em * kGap);
    for (auto &label : left)
        label.rect.translate(0, draft.y);
    draft.bubble.labels += left;
    const bool sameRow = x + metaWidth <= draft.maxInner;
    if (!sameRow)
        draft.y += height + 4;
    draft.use(sameRow ? x + metaWidth : qMax(x, metaWidth));
    draft.right.append({ChatPart::Meta, {0, draft.y + 1, metaWidth, height}, meta});
    draft.y += height + 2;
}

void ChatBubbleBuilder::addNotes(Draft &draft) const
{
    const auto &entry = draft.input.entry;
    const QFontMetricsF metrics(m_small);
    const auto height = std::ceil(metrics.height()) + 2;
    const auto addRow = [&](ChatPart part, const QString &note, bool edit, bool retry) {
        double x = 0;
        if (!note.isEmpty()) {
            const auto text = metrics.elidedText(note, Qt::ElideRight, draft.maxInner);
            x = std::ceil(metrics.horizontalAdvance(text));
            draft.bubble.labels.append({part, {0, draft.y, x, height}, text});
        }
        const auto addLink = [&](ChatPart link, const QString &text) {
            const auto width = smallWidth(text);
            if (x + m_em + width > draft.maxInner) {
                x = -m_em;
                draft.y += height;
            }
            x += m_em;
            draft.bubble.labels.append({link, {x, draft.y, width, height}, text});
            x += width;
            draft.use(x);
        };
        draft.use(x);
        if (edit)
            addLink(ChatPart::EditLink, ChatWords::tr("Edit"));
        if (retry)
            addLink(ChatPart::RetryLink, ChatWords::tr("Retry"));
        draft.y += height;
    };
    const auto translation = ChatWords::translationNote(entry);
    const bool retryTranslation = entry.translation.status == ChatTranslation::Status::Failed;
    if (!translation.isEmpty())
        addRow(ChatPart::TranslationNote, translation, false, retryTranslation);
    if (draft.bubble.body.isCut())
        addRow(ChatPart::TranslationNote, ChatWords::tr("shortened · copying takes all of it"),
               false, false);
    const auto state = ChatWords::stateNote(entry);
    if (!state.isEmpty())
        addRow(ChatPart::StateNote, state, ChatWords::canEdit(entry),
               ChatWords::canRetry(entry) && !retryTranslation);
}

void ChatBubbleBuilder::place(Draft &draft) const
{
    auto &bubble = draft.bubble;
    const auto &entry = draft.input.entry;
    const auto inner = std::ceil(draft.inner);
    const auto padX = std::round(m_em * kPadX);
    const auto margin = std::round(m_em * kMargin);
    const auto avatar = std::round(m_em * kAvatar);
    const auto top = std::round(m_em * (draft.input.startsGroup ? kGroupGap : kGap));
    const auto width = inner + 2 * padX;
    const auto indent = margin + avatar + std::round(m_em * kAvatarGap);
    const bool onTheRight = entry.mine != m_mirrored;
    const auto side = entry.mine ? margin : indent;
    const auto left = onTheRight ? m_width - side - width : side;
    bubble.bubble = {left, top, width, draft.y + std::round(m_em * kPadY) - top};
    if (!entry.mine && draft.input.startsGroup)
        bubble.avatar = {m_mirrored ? m_width - margin - avatar : margin, top, avatar, avatar};
    bubble.body.setWidth(inner);
    const auto mirror = [&](QRectF rect) {
        if (m_mirrored)
            rect.moveLeft(inner - rect.right());
        return rect.translated(left + padX, 0);
    };
    for (auto &label : draft.right)
        label.rect.moveRight(inner);
    bubble.labels += draft.right;
    for (auto &label : bubble.labels)
        label.rect = mirror(label.rect);
    bubble.bodyAt.setX(left + padX);
    bubble.height = int(std::ceil(bubble.bubble.bottom()));
}

int ChatBubbleBuilder::estimate(const ChatEntry &entry) const
{
    if (entry.kind != ChatKind::Message)
        return int(m_em * (kSmall + 2 * kLineGap));
    const auto perLine = qMax(4.0, maxInner(entry.mine) / m_letter);
    double units = 0;
    double lines = 1;
    for (const QChar c : QStringView(entry.text).first(qMin(entry.text.size(), kEstimatedLength))) {
        units += c.unicode() >= 0x2E80 ? 2 : 1; // CJK letters are twice as wide
        if (c == u'\n' || units > perLine) {
            ++lines;
            units = 0;
        }
    }
    const bool extra = entry.hasOriginal() || entry.state != ChatState::Published;
    return int(m_em * (lines + 2 * kPadY + kGroupGap + (entry.mine ? 0 : 1) + (extra ? 1 : 0)));
}

double ChatBubbleBuilder::maxInner(bool mine) const
{
    const auto sides
        = m_em * (2 * kMargin + 2 * kPadX + (mine ? kAvatar : kAvatar + kAvatarGap) + kAvatar);
    return qMax(4 * m_em, qMin(m_em * kMaxBubble, m_width - sides));
}

double ChatBubbleBuilder::smallWidth(const QString &text) const
{
    return std::ceil(QFontMetricsF(m_small).horizontalAdvance(text));
}

} // namespace parley::ui
