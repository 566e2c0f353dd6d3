#include "ui/views/text_block.h"

#include <cmath>

#include <QPainter>
#include <QPalette>

namespace parley::ui {

TextBlock::TextBlock(const QString &text, const QFont &font, const QList<Mark> &marks) :
    m_text(text)
{
    if (m_text.size() > kMaxShownLength) {
        m_text.truncate(kMaxShownLength - (m_text[kMaxShownLength - 1].isHighSurrogate() ? 1 : 0));
        m_cut = true;
    }
    qsizetype start = 0;
    for (qsizetype i = 0; i < kMaxParagraphs; ++i) {
        const auto end = m_text.indexOf(u'\n', start);
        addParagraph(start, end < 0 ? m_text.size() : end, font, marks);
        if (end < 0)
            return;
        start = end + 1;
    }
    m_text.truncate(start - 1);
    m_cut = true;
}

void TextBlock::addParagraph(qsizetype start, qsizetype end, const QFont &font,
                             const QList<Mark> &marks)
{
    auto layout = std::make_unique<QTextLayout>(m_text.sliced(start, end - start), font);
    QTextOption option;
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    for (const auto &mark : marks) {
        const auto from = qMax(mark.start, start);
        const auto to = qMin(mark.start + mark.length, end);
        if (from < to)
            formats.append({int(from - start), int(to - from), mark.format});
    }
    layout->setFormats(formats);
    m_paragraphs.push_back({std::move(layout), start, 0, 0});
}

double TextBlock::wrap(QTextLayout &layout, double width)
{
    double y = 0;
    layout.beginLayout();
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += std::ceil(line.height());
    }
    layout.endLayout();
    return y;
}

QSizeF TextBlock::layOut(double maxWidth)
{
    double used = 0;
    double y = 0;
    for (auto &paragraph : m_paragraphs) {
        paragraph.y = y;
        paragraph.height = wrap(*paragraph.layout, maxWidth);
        y += paragraph.height;
        for (int i = 0; i < paragraph.layout->lineCount(); ++i)
            used = qMax(used, paragraph.layout->lineAt(i).naturalTextWidth());
    }
    m_size = {std::ceil(used), y};
    return m_size;
}

void TextBlock::setWidth(double width)
{
    m_size.setWidth(width);
    // One pixel more than needed, so that rounding never wraps a line that fitted.
    for (auto &paragraph : m_paragraphs) {
        if (paragraph.layout->text().isRightToLeft())
            wrap(*paragraph.layout, width + 1);
    }
}

double TextBlock::lastLineWidth() const
{
    if (m_paragraphs.empty() || m_paragraphs.back().layout->lineCount() == 0)
        return 0;
    const auto &layout = *m_paragraphs.back().layout;
    return layout.lineAt(layout.lineCount() - 1).naturalTextWidth();
}

bool TextBlock::lastLineIsRightToLeft() const
{
    return !m_paragraphs.empty() && m_paragraphs.back().layout->text().isRightToLeft();
}

void TextBlock::draw(QPainter &painter, QPointF at, qsizetype selectionStart,
                     qsizetype selectionEnd, const QPalette &palette) const
{
    for (const auto &paragraph : m_paragraphs) {
        QList<QTextLayout::FormatRange> selection;
        const auto length = paragraph.layout->text().size();
        const auto from = qMax(selectionStart - paragraph.start, qsizetype(0));
        const auto to = qMin(selectionEnd - paragraph.start, length);
        if (from < to) {
            QTextCharFormat format;
            format.setBackground(palette.highlight());
            format.setForeground(palette.highlightedText());
            selection.append({int(from), int(to - from), format});
        }
        paragraph.layout->draw(&painter, at + QPointF(0, paragraph.y), selection);
    }
}

const TextBlock::Paragraph &TextBlock::paragraphAt(double y) const
{
    for (const auto &paragraph : m_paragraphs) {
        if (y < paragraph.y + paragraph.height)
            return paragraph;
    }
    return m_paragraphs.back();
}

qsizetype TextBlock::offsetAt(QPointF point) const
{
    if (m_paragraphs.empty())
        return 0;
    const auto &paragraph = paragraphAt(point.y());
    const auto &layout = *paragraph.layout;
    const auto inside = point.y() - paragraph.y;
    for (int i = 0; i < layout.lineCount(); ++i) {
        const auto line = layout.lineAt(i);
        if (inside < line.y() + line.height() || i + 1 == layout.lineCount())
            return paragraph.start + line.xToCursor(point.x());
    }
    return paragraph.start;
}

bool TextBlock::isOverText(QPointF point) const
{
    if (m_paragraphs.empty() || point.y() < 0 || point.y() >= m_size.height())
        return false;
    const auto &paragraph = paragraphAt(point.y());
    for (int i = 0; i < paragraph.layout->lineCount(); ++i) {
        const auto line = paragraph.layout->lineAt(i).naturalTextRect();
        if (line.contains(point - QPointF(0, paragraph.y)))
            return true;
    }
    return false;
}

} // namespace parley::ui
